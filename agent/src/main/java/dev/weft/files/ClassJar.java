// SPDX-License-Identifier: Apache-2.0
package dev.weft.files;

import dev.weft.weave.Weaver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** The class files of a jar, those for newer Java versions too. Jars inside it stay as they are. */
final class ClassJar {
    private final Path jar;

    ClassJar(Path jar) {
        this.jar = jar;
    }

    /** Writes beside the target first: a build that is stopped leaves no half jar. Of a link, beside what it leads to. */
    void weaveTo(Path to, Tally tally) throws IOException, RefusedException {
        Path target = Links.follow(to);
        Links.createFolders(target.toAbsolutePath().getParent());
        Path unfinished = createTemporary(target);
        try {
            try (ZipFile in = open();
                    ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(unfinished))) {
                refuseLaunchScript();
                refuseSigned(in);
                out.setComment(in.getComment());
                for (ZipEntry entry : entries(in)) {
                    copy(in, entry, out, tally);
                }
            }
            if (isPosix(target) && Files.exists(target)) {
                Files.setPosixFilePermissions(unfinished, Files.getPosixFilePermissions(target));
            }
            Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /** With the permissions of any new file; those of a temporary one are for its owner alone. */
    private static Path createTemporary(Path target) throws IOException {
        Path folder = target.toAbsolutePath().getParent();
        FileAttribute<?> permissions =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-rw-rw-"));
        try {
            return isPosix(target)
                    ? Files.createTempFile(folder, "weft", ".jar", permissions)
                    : Files.createTempFile(folder, "weft", ".jar");
        } catch (IOException e) { // which names a file that nobody has asked for
            String why = e.getClass().getSimpleName();
            throw new IOException(target + " cannot be written: " + why + " in " + folder, e);
        }
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private ZipFile open() throws IOException {
        try {
            return new ZipFile(jar.toFile());
        } catch (ZipException e) {
            throw new IOException(jar + " is no jar that can be read; give a folder of class files, or a jar", e);
        }
    }

    void check(Tally tally) throws IOException {
        try (ZipFile in = open()) {
            for (ZipEntry entry : entries(in)) {
                if (Tally.isClass(entry.getName())) {
                    tally.weave(entry.getName(), read(in, entry));
                }
            }
        }
    }

    /** As tools put one there that make a jar executable by itself. It would be lost, and the file run no more. */
    private void refuseLaunchScript() throws IOException, RefusedException {
        try (InputStream in = Files.newInputStream(jar)) {
            byte[] start = in.readNBytes(2);
            if (start.length < 2 || start[0] != 'P' || start[1] != 'K') {
                throw new RefusedException(
                        jar + " has something in front of the jar, such as a launch script, which weaving would drop;"
                                + " weave first, and then make the file executable");
            }
        }
    }

    private void refuseSigned(ZipFile in) throws RefusedException {
        for (ZipEntry entry : entries(in)) {
            String name = entry.getName().toUpperCase(Locale.ROOT);
            if (name.startsWith("META-INF/") && name.endsWith(".SF")) {
                throw new RefusedException(jar + " is signed, and no signature holds for what weaving makes of it;"
                        + " weave before signing, or remove META-INF/*.SF and what belongs to it");
            }
        }
    }

    /** Each name once, with what a class loader finds by it: some tools write a file twice. */
    private static List<ZipEntry> entries(ZipFile in) {
        return in.stream().map(ZipEntry::getName).distinct().map(in::getEntry).toList();
    }

    private static byte[] read(ZipFile in, ZipEntry entry) throws IOException {
        try (InputStream content = in.getInputStream(entry)) {
            return content.readAllBytes();
        } catch (ZipException e) {
            throw new IOException(
                    entry.getName() + " in " + in.getName() + " is damaged: " + e.getMessage() + "; make the jar anew",
                    e);
        }
    }

    private static void copy(ZipFile in, ZipEntry entry, ZipOutputStream out, Tally tally) throws IOException {
        if (isLeftOver(in, entry)) {
            return;
        }
        byte[] content = read(in, entry);
        if (!Tally.isClass(entry.getName())) {
            write(out, entry, entry.getName(), content);
            return;
        }
        for (Map.Entry<String, byte[]> each :
                tally.weave(entry.getName(), content).entrySet()) {
            write(out, entry, each.getKey(), each.getValue());
        }
    }

    private static boolean isLeftOver(ZipFile in, ZipEntry entry) throws IOException {
        String owner = Tally.ownerOf(entry.getName());
        ZipEntry ownerEntry = owner.equals(entry.getName()) ? null : in.getEntry(owner);
        return ownerEntry != null && Weaver.mayNeedWeaving(read(in, ownerEntry));
    }

    /** With the time and the compression of the entry that it comes from. */
    private static void write(ZipOutputStream out, ZipEntry like, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(like.getTime());
        if (name.equals(like.getName())) {
            entry.setComment(like.getComment());
        }
        entry.setMethod(like.getMethod());
        if (like.getMethod() == ZipEntry.STORED) {
            CRC32 sum = new CRC32();
            sum.update(content);
            entry.setSize(content.length);
            entry.setCrc(sum.getValue());
        }
        out.putNextEntry(entry);
        out.write(content);
        out.closeEntry();
    }
}

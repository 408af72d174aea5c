// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.annotation.processing.Filer;
import javax.annotation.processing.FilerException;
import javax.lang.model.element.ModuleElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import javax.tools.FileObject;
import javax.tools.JavaFileObject;
import javax.tools.StandardLocation;
import org.jspecify.annotations.Nullable;

/** The class files of a compilation, where javac has written them (decision 10). */
final class ClassOutput {
    /** A file that nobody has, in a folder. */
    private static final String PROBE = "dev.weft/probe";

    private final Filer filer;
    private final Elements elements;

    /** The Filer takes the name of a module only where there can be several, and nobody else tells. */
    private boolean mayHaveManyModules = true;

    private @Nullable Boolean hasNoFolder;

    ClassOutput(Filer filer, Elements elements) {
        this.filer = filer;
        this.elements = elements;
    }

    /**
     * Finds the file of a class, and where those go that stand beside it.
     *
     * @param type the class, which has been written
     * @param source what it was compiled from
     * @return the file
     * @throws IOException if there is no such file
     */
    ClassFile file(TypeElement type, JavaFileObject source) throws IOException {
        Path beside = besideSource(type, source);
        if (beside != null) {
            return new ClassFile(type, beside, null);
        }
        FileObject file = file(type, binaryName(type));
        URI uri = file.toUri();
        return "file".equals(uri.getScheme())
                ? new ClassFile(type, Path.of(uri), null)
                : new ClassFile(type, null, file);
    }

    /** One class file: on disk, where javac is asked once for its place and no more, or wherever else javac writes. */
    final class ClassFile {
        private final TypeElement type;
        private final @Nullable Path onDisk;
        private final @Nullable FileObject elsewhere;

        private ClassFile(TypeElement type, @Nullable Path onDisk, @Nullable FileObject elsewhere) {
            this.type = type;
            this.onDisk = onDisk;
            this.elsewhere = elsewhere;
        }

        byte[] read() throws IOException {
            if (elsewhere == null) {
                return Files.readAllBytes(requireNonNull(onDisk));
            }
            try (InputStream in = elsewhere.openInputStream()) {
                return in.readAllBytes();
            }
        }

        /**
         * Writes a class of the same package, or this one. Not through javac where the file is on disk: since 21 it warns of files that it
         * is asked to write twice.
         */
        void write(String binaryName, byte[] classFile) throws IOException {
            if (onDisk != null) {
                Files.write(onDisk.resolveSibling(fileName(binaryName)), classFile);
                return;
            }
            FileObject file =
                    filer.createResource(StandardLocation.CLASS_OUTPUT, folder(type), fileName(binaryName), type);
            try (OutputStream out = file.openOutputStream()) {
                out.write(classFile);
            }
        }
    }

    /** Where javac writes a class if it was told no folder for all of them, and none if it was. */
    private @Nullable Path besideSource(TypeElement type, JavaFileObject source) {
        URI uri = source.toUri();
        return "file".equals(uri.getScheme()) && hasNoFolder()
                ? Path.of(uri).resolveSibling(fileName(binaryName(type)))
                : null;
    }

    /** A Filer then looks in the working directory, and nowhere below. */
    private boolean hasNoFolder() {
        if (hasNoFolder == null) {
            try {
                URI probe = filer.getResource(StandardLocation.CLASS_OUTPUT, "", PROBE)
                        .toUri();
                hasNoFolder =
                        "file".equals(probe.getScheme()) && !Path.of(probe).endsWith(PROBE);
            } catch (IOException e) { // there are many modules, which need a folder
                hasNoFolder = false;
            }
        }
        return hasNoFolder;
    }

    String binaryName(TypeElement type) {
        return elements.getBinaryName(type).toString();
    }

    private FileObject file(TypeElement besides, String binaryName) throws IOException {
        if (mayHaveManyModules) {
            try {
                return filer.getResource(StandardLocation.CLASS_OUTPUT, folder(besides), fileName(binaryName));
            } catch (FilerException e) {
                mayHaveManyModules = false;
            }
        }
        return filer.getResource(StandardLocation.CLASS_OUTPUT, folder(besides), fileName(binaryName));
    }

    /** The package; in a compilation of several modules, which may have packages of one name, {@code module/package}. */
    private String folder(TypeElement type) {
        String packageName = elements.getPackageOf(type).getQualifiedName().toString();
        ModuleElement module = elements.getModuleOf(type);
        return mayHaveManyModules && module != null && !module.isUnnamed()
                ? module.getQualifiedName() + "/" + packageName
                : packageName;
    }

    private static String fileName(String binaryName) {
        return binaryName.substring(binaryName.lastIndexOf('.') + 1) + ".class";
    }
}

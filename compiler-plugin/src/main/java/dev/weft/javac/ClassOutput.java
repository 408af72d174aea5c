// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac;

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

    byte[] read(TypeElement type, JavaFileObject source) throws IOException {
        Path beside = besideSource(source, binaryName(type));
        if (beside != null) {
            return Files.readAllBytes(beside);
        }
        try (InputStream in = file(type, binaryName(type)).openInputStream()) {
            return in.readAllBytes();
        }
    }

    /**
     * Writes a class of the package and module of another. Not through javac where the file is on disk: since 21 it warns of
     * files that it is asked to write twice.
     */
    void write(TypeElement besides, JavaFileObject source, String binaryName, byte[] classFile) throws IOException {
        Path beside = besideSource(source, binaryName);
        URI uri = beside == null ? file(besides, binaryName).toUri() : beside.toUri();
        if ("file".equals(uri.getScheme())) {
            Files.write(Path.of(uri), classFile);
            return;
        }
        FileObject file =
                filer.createResource(StandardLocation.CLASS_OUTPUT, folder(besides), fileName(binaryName), besides);
        try (OutputStream out = file.openOutputStream()) {
            out.write(classFile);
        }
    }

    /** Where javac writes a class if it was told no folder for all of them, and none if it was. */
    private @Nullable Path besideSource(JavaFileObject source, String binaryName) {
        URI uri = source.toUri();
        return "file".equals(uri.getScheme()) && hasNoFolder()
                ? Path.of(uri).resolveSibling(fileName(binaryName))
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

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
import javax.tools.StandardLocation;

/** The class files of a compilation, where javac has written them. */
final class ClassOutput {
    private final Filer filer;
    private final Elements elements;

    /** The Filer takes the name of a module only where there can be several, and nobody else tells. */
    private boolean mayHaveManyModules = true;

    ClassOutput(Filer filer, Elements elements) {
        this.filer = filer;
        this.elements = elements;
    }

    byte[] read(TypeElement type) throws IOException {
        try (InputStream in = file(type, binaryName(type)).openInputStream()) {
            return in.readAllBytes();
        }
    }

    void write(TypeElement type, byte[] classFile) throws IOException {
        write(type, binaryName(type), classFile);
    }

    /**
     * Writes another class of the same package and module. Not through javac where the file is on disk: since 21 it warns of
     * files that it is asked to write twice.
     */
    void write(TypeElement besides, String binaryName, byte[] classFile) throws IOException {
        URI uri = file(besides, binaryName).toUri();
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

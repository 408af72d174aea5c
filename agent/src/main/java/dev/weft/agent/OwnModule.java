// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.net.URI;
import java.security.CodeSource;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The loader, and so the module, that has {@link ClassLoaderAccess} alone: nothing of the application can be in it. */
final class OwnModule extends ClassLoader {
    private OwnModule() {
        super(null);
    }

    /** Opens {@code java.lang} to a new module of this kind, and to nobody else. */
    static MethodHandles.Lookup lookup(Instrumentation instrumentation) throws ReflectiveOperationException {
        OwnModule own = new OwnModule();
        Map<String, Set<Module>> opens = Map.of("java.lang", Set.of(own.getUnnamedModule()));
        instrumentation.redefineModule(Object.class.getModule(), Set.of(), Map.of(), opens, Set.of(), Map.of());
        return (MethodHandles.Lookup) own.define().getMethod("lookup").invoke(null);
    }

    private Class<?> define() throws ClassNotFoundException {
        String name = ClassLoaderAccess.class.getName();
        try {
            byte[] classFile = read(name.replace('.', '/') + ".class");
            return defineClass(name, classFile, 0, classFile.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    /** Reads a file of the agent. Out of its jar directly, which is open: a URL would load a dozen classes of the JDK for that. */
    private static byte[] read(String file) throws IOException {
        CodeSource source = OwnModule.class.getProtectionDomain().getCodeSource();
        if (source != null && source.getLocation().getPath().endsWith(".jar")) {
            try (ZipFile jar =
                    new ZipFile(new File(URI.create(source.getLocation().toString())))) {
                ZipEntry entry = jar.getEntry(file);
                if (entry != null) {
                    return jar.getInputStream(entry).readAllBytes();
                }
            } catch (IOException | IllegalArgumentException notAFile) {
                // As any other resource then.
            }
        }
        try (InputStream in = OwnModule.class.getResourceAsStream('/' + file)) {
            if (in == null) {
                throw new FileNotFoundException(file);
            }
            return in.readAllBytes();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.Set;

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
        try (InputStream in = OwnModule.class.getResourceAsStream("ClassLoaderAccess.class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] classFile = in.readAllBytes();
            return defineClass(name, classFile, 0, classFile.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }
}

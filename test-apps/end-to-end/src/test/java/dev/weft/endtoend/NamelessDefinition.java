// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** Defines a main class without telling its name, as scripting engines do, and runs it. */
final class NamelessDefinition extends ClassLoader {
    private NamelessDefinition() {
        super(NamelessDefinition.class.getClassLoader());
    }

    /** Takes the main class. */
    public static void main(String[] arguments) throws Exception {
        Class<?> main = new NamelessDefinition().define(arguments[0]);
        if (!(main.getClassLoader() instanceof NamelessDefinition)) {
            throw new IllegalStateException(main + " came from " + main.getClassLoader());
        }
        main.getMethod("main", String[].class).invoke(null, (Object) new String[0]);
    }

    private Class<?> define(String name) throws IOException {
        try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
            byte[] classFile = Objects.requireNonNull(in, name).readAllBytes();
            return defineClass(null, classFile, 0, classFile.length);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.mutated;

import org.jspecify.annotations.Nullable;

/** Holds one mutant; all that it refers to comes from the class path. */
final class Loader extends ClassLoader {
    Loader() {
        super(Loader.class.getClassLoader());
    }

    /** Defines a class and has the JVM verify it; returns what the JVM has against it, null if nothing. */
    @Nullable
    String link(String name, byte[] classFile) {
        try {
            return link(defineClass(null, classFile, 0, classFile.length));
        } catch (LinkageError | RuntimeException refused) {
            return name + ": " + refused;
        }
    }

    /** Has the JVM verify a class that was defined here. */
    @Nullable
    String link(String name) {
        try {
            return link(defined(name));
        } catch (LinkageError | ClassNotFoundException refused) {
            return name + ": " + refused;
        }
    }

    /** The class that was defined here by this name. */
    Class<?> defined(String name) throws ClassNotFoundException {
        return Class.forName(name.replace('/', '.'), false, this);
    }

    /** A question that makes HotSpot link a class, also an interface, without initialising it. */
    private static @Nullable String link(Class<?> defined) {
        Object[] unused = defined.getDeclaredFields();
        return null;
    }
}

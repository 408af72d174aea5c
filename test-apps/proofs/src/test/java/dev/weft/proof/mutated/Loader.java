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

    /**
     * Has the JVM verify a frame class that was defined here. It has no initialiser, so it can be initialised; listing its fields
     * would ask for their types, which may be classes that only a mutant knows.
     */
    @Nullable
    String linkFrame(String name) {
        try {
            Class<?> unused = Class.forName(name.replace('/', '.'), true, this);
            return null;
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

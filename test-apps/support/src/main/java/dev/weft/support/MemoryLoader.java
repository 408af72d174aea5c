// SPDX-License-Identifier: Apache-2.0
package dev.weft.support;

import java.util.Map;

/** Loads class files from memory, given by the names of their classes. What the parent has too comes from there. */
public class MemoryLoader extends ClassLoader {
    private final Map<String, byte[]> classes;

    /** Loads class files that see the classes of the tests. */
    public MemoryLoader(Map<String, byte[]> classes) {
        super(MemoryLoader.class.getClassLoader());
        this.classes = classes;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] classFile = classes.get(name);
        if (classFile == null) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, classFile, 0, classFile.length);
    }
}

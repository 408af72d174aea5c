// SPDX-License-Identifier: Apache-2.0
package com.example.targets;

import java.util.Map;

/** Loads classes from memory. They take precedence over those of the class path. */
final class LoadedClasses extends ClassLoader {
    private final Map<String, byte[]> classes;

    /** Loads class files, given by the name of their class, with assertions switched on or off. */
    LoadedClasses(Map<String, byte[]> classes, boolean assertions) {
        super(LoadedClasses.class.getClassLoader());
        this.classes = classes;
        setDefaultAssertionStatus(assertions);
    }

    Class<?> load(String name) {
        try {
            return Class.forName(name, true, this);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        byte[] classFile = classes.get(name);
        if (classFile == null) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : defineClass(name, classFile, 0, classFile.length);
        }
    }
}

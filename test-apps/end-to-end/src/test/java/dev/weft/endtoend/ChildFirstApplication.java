// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;

/**
 * An application server in small: it has no Weft on its own class path, and runs a program, given by a class path and a
 * main class, in a loader that asks itself before its parent.
 */
final class ChildFirstApplication {
    private ChildFirstApplication() {}

    public static void main(String[] arguments) throws Exception {
        int last = arguments.length - 1;
        URL[] path = new URL[last];
        for (int i = 0; i < last; i++) {
            path[i] = urlOf(arguments[i]);
        }
        try (ChildFirst loader = new ChildFirst(path)) {
            Class<?> main = loader.loadClass(arguments[last]);
            if (main.getClassLoader() != loader) {
                throw new IllegalStateException(main + " came from " + main.getClassLoader());
            }
            main.getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        }
    }

    private static URL urlOf(String entry) throws MalformedURLException {
        return Path.of(entry).toUri().toURL();
    }

    private static final class ChildFirst extends URLClassLoader {
        ChildFirst(URL[] path) {
            super(path, ChildFirstApplication.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? findHereFirst(name, resolve) : loaded;
            }
        }

        private Class<?> findHereFirst(String name, boolean resolve) throws ClassNotFoundException {
            try {
                return findClass(name);
            } catch (ClassNotFoundException notHere) {
                return super.loadClass(name, resolve);
            }
        }
    }
}

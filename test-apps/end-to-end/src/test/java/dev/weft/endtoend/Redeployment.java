// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * An application server that deploys a program again and again, with a runtime of its own each time, and runs it on the thread of a pool
 * that outlives them all. The last line says how many of the loaders are still in memory.
 */
final class Redeployment {
    private static final int TIMES = 5;

    /** The thread by which others look into a program waits a moment for the next loop before it ends. */
    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(60);

    private Redeployment() {}

    /** Takes the class path of the program, and its main class. */
    public static void main(String[] arguments) throws Exception {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try {
            List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
            for (int i = 0; i < TIMES; i++) {
                loaders.add(pool.submit(() -> deploy(arguments)).get());
            }
            System.out.println("loaders left: " + left(loaders));
        } finally {
            pool.shutdown();
        }
    }

    private static WeakReference<ClassLoader> deploy(String[] arguments) throws Exception {
        int last = arguments.length - 1;
        URL[] path = new URL[last];
        for (int i = 0; i < last; i++) {
            path[i] = Path.of(arguments[i]).toUri().toURL();
        }
        try (URLClassLoader loader = new URLClassLoader(path, ClassLoader.getPlatformClassLoader())) {
            Class<?> main = loader.loadClass(arguments[last]);
            main.getMethod("main", String[].class).invoke(null, (Object) new String[0]);
            // On a thread without a loop, so that the runtime has something to remember of it.
            loader.loadClass("dev.weft.Weft").getMethod("callStack").invoke(null);
            return new WeakReference<>(loader);
        }
    }

    private static long left(List<WeakReference<ClassLoader>> loaders) {
        long begin = System.nanoTime();
        long left = loaders.size();
        while (left > 0 && System.nanoTime() - begin < MOST_NANOS) {
            System.gc();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            left = loaders.stream().filter(loader -> loader.get() != null).count();
        }
        return left;
    }
}

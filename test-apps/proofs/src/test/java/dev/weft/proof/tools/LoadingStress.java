// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.tools;

import dev.weft.Task;
import dev.weft.Weft;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Loads the classes {@code com.example.Link0} and so on from a folder: with many threads, and several times, each time with a new
 * loader. Arguments: the kind of loader, the folder, how many classes, how many rounds.
 */
final class LoadingStress {
    private static final int THREADS = 8;
    private static final int SECONDS = 60;

    private LoadingStress() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[1]);
        int classes = Integer.parseInt(arguments[2]);
        int rounds = Integer.parseInt(arguments[3]);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS, LoadingStress::daemon);
        int sum = 0;
        for (int round = 0; round < rounds; round++) {
            ClassLoader loader = loader(arguments[0], folder);
            CyclicBarrier start = new CyclicBarrier(THREADS);
            List<Future<Integer>> runs = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                long seed = round * 100L + thread;
                runs.add(threads.submit(run(loader, classes, seed, start)));
            }
            for (Future<Integer> run : runs) {
                sum += ended(run);
            }
        }
        System.out.println(rounds + " rounds, sum " + sum);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "loads");
        thread.setDaemon(true);
        return thread;
    }

    private static ClassLoader loader(String kind, Path folder) {
        return switch (kind) {
            case "PARALLEL" -> new Parallel(folder);
            case "NOT_PARALLEL" -> new NotParallel(folder);
            case "WITHOUT_LOCK" -> new WithoutLock(folder);
            case "CROSSED" -> Crossed.pair(folder);
            default -> throw new IllegalArgumentException(kind);
        };
    }

    /** Loads each class, in an order that the seed decides, and runs a task of it. */
    private static Callable<Integer> run(ClassLoader loader, int classes, long seed, CyclicBarrier start) {
        return () -> {
            List<Integer> order = new ArrayList<>();
            for (int i = 0; i < classes; i++) {
                order.add(i);
            }
            Collections.shuffle(order, new Random(seed));
            start.await();
            int sum = 0;
            for (int i : order) {
                sum += runLink(Class.forName("com.example.Link" + i, true, loader));
            }
            return sum;
        };
    }

    private static int runLink(Class<?> link) throws ReflectiveOperationException {
        if (!Weft.isWoven(link)) {
            throw new IllegalStateException(link + " is not woven");
        }
        Object object = link.getConstructor().newInstance();
        @SuppressWarnings("unchecked") // as the source says
        Task<Integer> walk = (Task<Integer>) link.getMethod("walk", int.class).invoke(object, 3);
        return Weft.run(walk);
    }

    /** The watch-dog: threads that have not ended by then are in a deadlock. */
    private static int ended(Future<Integer> run) throws Exception {
        try {
            return run.get(SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException deadlock) {
            Thread.getAllStackTraces().values().stream()
                    .map(stack -> List.of(stack).subList(0, Math.min(6, stack.length)))
                    .forEach(System.out::println);
            throw deadlock;
        }
    }

    private static byte[] read(Path folder, String name) throws ClassNotFoundException {
        try {
            return Files.readAllBytes(folder.resolve(name.replace('.', '/') + ".class"));
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    /** Not parallel capable: the JVM locks it for each class. */
    private static final class NotParallel extends ClassLoader {
        private final Path folder;

        NotParallel(Path folder) {
            super(LoadingStress.class.getClassLoader());
            this.folder = folder;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] classFile = read(folder, name);
            return defineClass(name, classFile, 0, classFile.length);
        }
    }

    /** Locks one name at a time. */
    private static class Parallel extends ClassLoader {
        static {
            registerAsParallelCapable();
        }

        private final Path folder;

        Parallel(Path folder) {
            super(LoadingStress.class.getClassLoader());
            this.folder = folder;
            if (!isRegisteredAsParallelCapable()) {
                throw new IllegalStateException(getClass() + " is not parallel capable");
            }
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] classFile = read(folder, name);
            return defineClass(name, classFile, 0, classFile.length);
        }
    }

    /** Locks nothing, and takes what another thread was quicker to define. */
    private static final class WithoutLock extends Parallel {
        static {
            registerAsParallelCapable();
        }

        WithoutLock(Path folder) {
            super(folder);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("com.example.Link")) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : findOrTake(name);
        }

        private Class<?> findOrTake(String name) throws ClassNotFoundException {
            try {
                return findClass(name);
            } catch (LinkageError other) {
                Class<?> loaded = findLoadedClass(name);
                if (loaded == null) {
                    throw other;
                }
                return loaded;
            }
        }
    }

    /** Two loaders that ask each other: each defines half of the classes, so that superclasses lie across. */
    private static final class Crossed extends Parallel {
        static {
            registerAsParallelCapable();
        }

        private final int half;
        private @Nullable Crossed other;

        private Crossed(Path folder, int half) {
            super(folder);
            this.half = half;
        }

        static Crossed pair(Path folder) {
            Crossed first = new Crossed(folder, 0);
            first.other = new Crossed(folder, 1);
            first.other.other = first;
            return first;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            boolean mine = !name.startsWith("com.example.Link") || (name.charAt(name.length() - 1) & 1) == half;
            return mine || other == null ? super.loadClass(name, resolve) : other.loadClass(name, resolve);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft;

import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Makes the threads of a pool, named and numbered. They belong to nobody: they inherit neither class loader nor thread locals from the code
 * that uses them first.
 */
final class PoolThreads {
    /** From which JDK on a virtual thread that waits for a monitor, as JDBC drivers do, gives its carrier thread back (decision 31). */
    private static final int UNPINNED = 24;

    private PoolThreads() {}

    /** Threads of the system, daemons. */
    static ThreadFactory ofPlatform(String name) {
        AtomicInteger number = new AtomicInteger();
        return work -> make(work, name + '-' + number.incrementAndGet());
    }

    /** Virtual threads; null where the JDK has none that may block anywhere. By reflection, since they are younger than Java 17. */
    static @Nullable ThreadFactory ofVirtual(String name) {
        if (Runtime.version().feature() < UNPINNED) {
            return null;
        }
        try {
            Class<?> builderType = Class.forName("java.lang.Thread$Builder");
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            builderType.getMethod("name", String.class, long.class).invoke(builder, name + '-', 1L);
            builderType
                    .getMethod("inheritInheritableThreadLocals", boolean.class)
                    .invoke(builder, false);
            return (ThreadFactory) builderType.getMethod("factory").invoke(builder);
        } catch (ReflectiveOperationException none) {
            return null;
        }
    }

    /** Whoever happens to need the thread first leaves nothing in it: not the stack's domains, which a thread keeps on JDK 17, either. */
    @SuppressWarnings("removal") // of what ends the stack there; later JDKs keep none
    private static Thread make(Runnable work, String name) {
        return AccessController.doPrivileged((PrivilegedAction<Thread>) () -> {
            Thread thread = new Thread(outermostGroup(), work, name, 0, false);
            thread.setContextClassLoader(BlockingPool.class.getClassLoader());
            thread.setDaemon(true);
            return thread;
        });
    }

    private static ThreadGroup outermostGroup() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        return group;
    }
}

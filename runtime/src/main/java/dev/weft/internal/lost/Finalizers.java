// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.lost;

import java.util.Arrays;
import java.util.Objects;

/** Tells whether this JVM runs finalizers, without which a lost task would not come back from the garbage collector. */
final class Finalizers {
    /** The name of the thread in each JVM that runs them; {@code --finalization=disabled} leaves it out. */
    private static final String THREAD = "Finalizer";

    private Finalizers() {}

    static boolean run() {
        ThreadGroup root = Thread.currentThread().getThreadGroup();
        while (root.getParent() != null) {
            root = root.getParent();
        }
        Thread[] threads = new Thread[2 * root.activeCount() + 16];
        int count = root.enumerate(threads, false); // it is in the JVM's own group
        return Arrays.stream(threads, 0, count)
                .filter(Objects::nonNull)
                .anyMatch(thread -> thread.getName().equals(THREAD));
    }
}

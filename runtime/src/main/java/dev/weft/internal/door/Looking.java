// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.door;

import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;

/** Looks at the program for a while. Of the few threads that answer, some are left for everybody else. */
final class Looking {
    private static final Semaphore PLACES = new Semaphore(Limits.STANDARD.threads() - 2);

    private Looking() {}

    /** Looks, or refuses the request where others do already. */
    static <T> T forAWhile(Callable<T> look) throws Exception {
        if (!PLACES.tryAcquire()) {
            throw new IllegalArgumentException(
                    "Others look for a while already, and some of them may have gone: ask again later, or compare two dumps as JSON");
        }
        try {
            return look.call();
        } finally {
            PLACES.release();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import dev.weft.diagnostic.Diagnostic;
import dev.weft.javac.check.source.Source;
import javax.lang.model.element.ExecutableElement;

/** A rule for awaits between the locking and the unlocking of a lock of java.util.concurrent.locks. */
final class LockHeldAcrossAwait extends HeldAcrossAwait {
    private static final String LOCK = "java.util.concurrent.locks.Lock";
    private static final String STAMPED_LOCK = "java.util.concurrent.locks.StampedLock";

    LockHeldAcrossAwait(Source source) {
        super(Diagnostic.LOCK_HELD_ACROSS_AWAIT, source);
    }

    @Override
    Effect effect(ExecutableElement method) {
        return switch (method.getSimpleName().toString()) {
            case "lock", "lockInterruptibly" -> of(LOCK, method, Effect.TAKES);
            case "tryLock" -> of(LOCK, method, Effect.MAY_TAKE);
            case "tryReadLock", "tryWriteLock" -> of(STAMPED_LOCK, method, Effect.MAY_TAKE);
            case "unlock" -> isOfLock(method) ? Effect.RELEASES : of(STAMPED_LOCK, method, Effect.RELEASES);
            case "readLock", "writeLock", "readLockInterruptibly", "writeLockInterruptibly" ->
                of(STAMPED_LOCK, method, Effect.TAKES);
            case "unlockRead", "unlockWrite", "tryUnlockRead", "tryUnlockWrite", "tryConvertToOptimisticRead" ->
                of(STAMPED_LOCK, method, Effect.RELEASES);
            default -> Effect.NONE;
        };
    }

    private boolean isOfLock(ExecutableElement method) {
        return of(LOCK, method, Effect.RELEASES) == Effect.RELEASES;
    }

    @Override
    String why(long line) {
        return "it was locked on line " + line;
    }
}

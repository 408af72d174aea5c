// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * What a stage failed with, without the wrapper that {@link CompletableFuture} puts around the failure of an earlier stage.
 *
 * <p>That wrapper is a {@link CompletionException} made of its cause alone. Code that throws out of a function given to a stage writes the
 * same in its place, and {@code CompletableFuture} then adds none; so who made it cannot be told, and is not asked: it says no more than
 * its cause. One comes off. Anything else is the failure itself: with a message of its own, of a subclass, without a cause, and every
 * {@code ExecutionException}. Nothing comes off the future of a coroutine, to which nobody has added anything.
 */
final class StageFailure {
    private StageFailure() {}

    /** Returns the failure that an await of the future throws, or null if it has a value. The future is done. */
    static @Nullable Throwable of(CompletableFuture<?> future) {
        Throwable stored = future.handle((value, failure) -> failure).join(); // others throw a copy, or the cause
        if (stored == null || future instanceof CoroutineFuture || !saysNoMoreThanItsCause(stored)) {
            return stored;
        }
        return stored.getCause();
    }

    private static boolean saysNoMoreThanItsCause(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause != null
                && failure.getClass() == CompletionException.class
                && (isNameOf(cause, failure.getMessage()) || isMadeByAStage(failure));
    }

    private static boolean isNameOf(Throwable cause, @Nullable String message) {
        try {
            return Objects.equals(message, cause.toString());
        } catch (Throwable refused) { // by an exception of the user's: a wrapper could not have been made of it alone
            return false;
        }
    }

    /** For a cause that no longer calls itself what it did when it was wrapped. */
    private static boolean isMadeByAStage(Throwable failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        return trace.length > 0 && trace[0].getClassName().equals(CompletableFuture.class.getName());
    }
}

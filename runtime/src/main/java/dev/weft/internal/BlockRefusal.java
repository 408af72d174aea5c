// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Refuses to block a thread on which a loop over an executor has to make its turns, or another loop does. Until the executor has run something
 * nobody can tell which thread that is: whoever would block waits for that first, and is refused if it does not come. Any thread.
 */
final class BlockRefusal {
    private final ForeignThread thread;
    private final Binding binding;
    private final TurnThreads threads;
    private final CompletableFuture<?> closed;

    BlockRefusal(ForeignThread thread, Binding binding, TurnThreads threads, CompletableFuture<?> closed) {
        this.thread = thread;
        this.binding = binding;
        this.threads = threads;
        this.closed = closed;
    }

    /** Refuses an operation, and says what to do instead. */
    void require(String operation, String remedy) {
        String why = Execution.currentLoop() != null && !binding.isHere()
                ? ", on which another event loop runs"
                : whyItWaitsForItself();
        if (why != null) {
            throw new IllegalStateException(operation + " would block thread \""
                    + Thread.currentThread().getName() + '"' + why + ". " + remedy + '.');
        }
    }

    private @Nullable String whyItWaitsForItself() {
        if (binding.isHere() || (threads.isLast() && !thread.isOver())) {
            return ", on which this event loop makes its turns, and so wait for itself";
        }
        if (threads.isKnown() || thread.isOver() || !thread.mayTurn()) {
            return null;
        }
        thread.lookAgain(); // in case the executor has dropped what it was tried with
        return threads.awaitsFirst(closed)
                ? null
                : ", and perhaps wait for itself: as long as this thread waited, the executor of the event loop has run nothing,"
                        + " and so it may be the executor's";
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft;

import java.util.concurrent.CompletionStage;

/**
 * An event loop that makes its turns on a thread which somebody else runs, such as Netty's, Vert.x' or Swing's: {@link EventLoop#over}.
 *
 * <p>No thread waits for it, and it begins without {@link #run}: what is spawned or posted from any thread runs in a turn, which is handed to
 * the executor when there is something to do. Within a turn that thread is the loop's, and {@link EventLoop#current()} is this loop; for
 * everything else that runs on it, such as the handlers of its owner, it is not: from there use {@link #spawn} or {@link #post}, as from any
 * other thread. After 64 steps at most a turn makes room for what else the thread has to run.
 *
 * <p>{@link #run} and {@link #close} block the thread that calls them until the task or the loop has ended, and are refused where that would
 * wait for itself: on the thread of the turns, and on that of another loop. Before the executor has run anything for the loop nobody can tell
 * which thread that is, and they are refused after ten seconds in which it runs nothing. {@link #watch} is refused: the channels of the thread
 * are its owner's. When the executor takes nothing any more, the loop ends, on a thread of its own: its tasks are cancelled and clean up there, and
 * that is logged. So close a loop before its executor.
 */
public interface ForeignLoop extends EventLoop {
    /**
     * Begins to close the loop, as {@link #close()} does, and does not wait. Any thread, that of the loop too. Idempotent.
     *
     * <p>Cancel-safe: the loop closes all the same.
     *
     * @return completes when the loop has closed, on the thread on which it does; each caller has its own
     */
    @CancelSafe
    CompletionStage<Void> closeAsync();
}

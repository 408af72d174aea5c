// SPDX-License-Identifier: Apache-2.0
package dev.weft;

import java.time.Duration;
import java.util.Objects;

/**
 * The end of the JVM, told to tasks before it comes, so that they can end in order: somebody has pressed Ctrl-C, sent {@code SIGTERM}, as
 * {@code kill} and containers do, or called {@link System#exit}.
 *
 * <pre>{@code
 * Server server = Tcp.startServer(Gateway::serve, "0.0.0.0", 8080);
 * await(Shutdown.begins());
 * await(server.stop(Duration.ofSeconds(30)));
 * }</pre>
 *
 * <p>The JVM waits for a task that was told, until it has ended and the {@code run} of its loop has returned, if it is that which the task
 * was given to. What comes behind {@code run} on that thread has a second, and so has what comes behind {@code runOn} and {@code close()} of an
 * {@link EventLoopGroup}, when that has ended.
 */
public final class Shutdown {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private Shutdown() {}

    /**
     * Suspends until the JVM begins to end, which then waits for the task for a minute at most: {@link #begins(Duration)}.
     * Cancel-safe: whoever is cancelled is not waited for.
     *
     * @return an awaitable without a result, to be awaited once
     */
    @CancelSafe
    public static Awaitable<Void> begins() {
        return begins(LIMIT);
    }

    /**
     * Suspends until the JVM begins to end; ready at once if it has. The JVM then waits until the task has ended; when that takes too long,
     * a warning names the task, and the JVM ends all the same. Warnings go to standard error then if the log is the JDK's own, which ends
     * first. It does not wait for a task that has called {@link System#exit} itself, since that never returns. Any thread; to be awaited on
     * the thread of a loop. Cancel-safe: whoever is cancelled is not waited for.
     *
     * @param limit how long the JVM waits for the task at most; not at all if it is zero
     * @return an awaitable without a result, to be awaited once
     * @throws IllegalArgumentException if the time is negative
     * @throws IllegalStateException when awaited where no event loop runs, or on a simulated one
     */
    @CancelSafe
    public static Awaitable<Void> begins(Duration limit) {
        if (Objects.requireNonNull(limit, "limit").isNegative()) {
            throw new IllegalArgumentException("Shutdown.begins(...) with a limit of " + limit);
        }
        return Engine.shutdownBegins(limit);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.stress;

import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;

import dev.weft.Async;
import dev.weft.EventLoop;
import dev.weft.Task;
import dev.weft.io.ByteStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A loop on a thread of its own, which goes on whatever others do to it, until it is told that all is over. */
final class RaceLoop {
    final EventLoop loop = EventLoop.create();
    final World world;
    private final Thread thread = new Thread(this::run, "race loop");
    private volatile boolean over;
    private volatile boolean allRead;
    private volatile boolean closesEarly;

    RaceLoop(Consumer<CompletableFuture<String>> completer, InetSocketAddress echo) {
        world = new World(completer);
        world.server = echo;
        MemoryPipe[] ends = MemoryPipe.pair(loop);
        world.flows.addAll(Flow.between(world, new ByteStream(ends[0]), new ByteStream(ends[1])));
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            while (!runsToTheEnd()) {
                Thread.onSpinWait();
            }
            loop.close();
        } catch (Throwable thrown) { // of the runtime
            world.problem("a loop failed: " + thrown);
        }
    }

    private boolean runsToTheEnd() {
        try {
            loop.run(keep());
            return true;
        } catch (CancellationException stopped) {
            return closesEarly;
        } catch (IllegalStateException refused) { // another thread closes it, or has
            return closesEarly || loop.isClosed();
        }
    }

    @Async
    private Task<Void> keep() {
        while (!over || !world.shut() || loop.tasks().size() > 1) {
            await(sleep(Duration.ofMillis(1)));
        }
        allRead = true;
        return Task.done();
    }

    /** Stops the loop, which then closes with whatever there is. */
    void closeEarly() {
        closesEarly = true;
        loop.stop();
    }

    /** Whether it was closed before its time, or will be. */
    boolean closes() {
        return closesEarly;
    }

    /** Whether all bytes were waited for; what a loop closes early is lost. */
    boolean isAllRead() {
        return allRead;
    }

    /** Lets the tasks there are end, and then the loop. */
    void end() {
        over = true;
    }

    /** Returns false if the thread has not ended by then. */
    boolean join(long millis) throws InterruptedException {
        thread.join(millis);
        return !thread.isAlive();
    }
}

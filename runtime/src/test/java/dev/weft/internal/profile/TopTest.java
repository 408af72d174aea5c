// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.profile;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.EventLoop;
import dev.weft.ForeignLoop;
import dev.weft.Task;
import dev.weft.internal.HeldLoop;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TopTest {
    private static String top() throws InterruptedException {
        return Top.during(Duration.ofMillis(10), 20);
    }

    @Test
    void aLoopWhoseExecutorDoesNotRunItIsBlocked() throws Exception {
        ConcurrentLinkedQueue<Runnable> waiting = new ConcurrentLinkedQueue<>();
        Executor stuck = waiting::add;
        ForeignLoop loop = EventLoop.over(stuck);
        loop.spawn("served late", Task.done());
        String table = top();
        assertTrue(table.matches("(?s).*on no thread  BLOCKED, its executor has not run it for [0-9,]+ ms\n.*"), table);
        CompletableFuture<Void> closed = loop.closeAsync().toCompletableFuture();
        while (!closed.isDone()) {
            waiting.remove().run();
        }
    }

    @Test
    @SuppressWarnings("try") // the loop is held, and nothing else is done with it
    void aLoopInALongStepIsBlockedByItsTask() throws Exception {
        try (HeldLoop held = new HeldLoop()) {
            String table = top();
            assertTrue(table.contains("  BLOCKED, busy 100.0 %, in one turn for "), table);
            assertTrue(table.contains("  100.0 % busy  #"), table);
        }
    }
}

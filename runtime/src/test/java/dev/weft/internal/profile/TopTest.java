// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.profile;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.EventLoop;
import dev.weft.ForeignLoop;
import dev.weft.Task;
import dev.weft.internal.Script;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
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
    void aLoopInALongStepIsBlockedByItsTask() throws Exception {
        CountDownLatch blocks = new CountDownLatch(1);
        CountDownLatch goesOn = new CountDownLatch(1);
        try (EventLoop loop = EventLoop.create()) {
            Thread thread = new Thread(() -> loop.run(Script.of((step, last) -> {
                blocks.countDown();
                goesOn.await();
                return null;
            })));
            thread.start();
            blocks.await();
            String table = top();
            goesOn.countDown();
            thread.join();
            assertTrue(table.contains("  BLOCKED, busy 100.0 %, in one turn for "), table);
            assertTrue(table.contains("  100.0 % busy  #"), table);
        }
    }
}

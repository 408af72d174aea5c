// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.EventLoopGroup;
import dev.weft.ScheduledTask;
import dev.weft.Shutdown;
import dev.weft.Weft;
import dev.weft.support.LogRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The end of a JVM that a test brings about. */
@Timeout(60)
class JvmEndTest {
    private static final Duration LONG = Duration.ofDays(1);

    private final EventLoopGroup group = EventLoopGroup.start("ends", 1);
    private final List<Runnable> hooks = new CopyOnWriteArrayList<>();
    private final JvmEnd end = new JvmEnd(hooks::add);
    private final List<String> did = Collections.synchronizedList(new ArrayList<>());
    private final CompletableFuture<String> cleaned = new CompletableFuture<>();

    @AfterEach
    void close() {
        group.close();
    }

    /** Waits for the end, and then until it has cleaned up. */
    private Script<Object> serving(Duration limit) {
        return Script.of((step, last) -> switch (step) {
            case 0 -> new ShutdownWait(end, limit);
            case 1 -> {
                last.get(); // throws if it was cancelled
                did.add("told");
                yield cleaned;
            }
            default -> {
                last.get();
                did.add("cleaned up");
                yield null;
            }
        });
    }

    private ScheduledTask<Object> spawn(Awaitable<Object> task) throws InterruptedException {
        ScheduledTask<Object> spawned = group.next().spawn("serving", task);
        while (spawned.state() != ScheduledTask.State.SUSPENDED || hooks.isEmpty()) { // it may be about to wait
            Thread.sleep(1);
        }
        return spawned;
    }

    /** Has the end begin, on a thread of its own as that of the JVM does. */
    private CompletableFuture<Void> begins() {
        return CompletableFuture.runAsync(hooks.get(0));
    }

    @Test
    void whoWaitsIsToldAndTheEndWaitsUntilItHasCleanedUp() throws Exception {
        spawn(serving(LONG));
        CompletableFuture<Void> ending = begins();
        while (did.isEmpty()) {
            Thread.sleep(1);
        }
        assertFalse(ending.isDone());
        cleaned.complete("");
        group.stop(); // the run of its loop has to return, too
        ending.get(50, TimeUnit.SECONDS);
        assertEquals(List.of("told", "cleaned up"), did);
        assertEquals(1, hooks.size());
    }

    @Test
    void theRunOfTheLoopIsWaitedForAsWell() throws Exception {
        spawn(serving(Duration.ZERO)); // so that there is a hook
        cleaned.complete("");
        CompletableFuture<Void> ending = new CompletableFuture<>();
        Thread main = new Thread(() -> {
            try (EventLoop loop = EventLoop.create()) {
                loop.spawn("left", slowToEnd());
                loop.post(() -> {
                    CompletableFuture<Void> unused = begins().thenRun(() -> ending.complete(null));
                });
                loop.run(serving(LONG));
                loop.run(Weft.sleep(Duration.ofMillis(20)));
                did.add("returned");
            }
        });
        main.start();
        ending.get(50, TimeUnit.SECONDS);
        main.join();
        assertTrue(did.contains("cleaned up"), did::toString);
    }

    @Test
    void whoHasRunATaskOnAGroupHasAMomentBehindItsEnd() throws Exception {
        CompletableFuture<Void> isBehind = new CompletableFuture<>();
        Thread main = new Thread(() -> {
            try (EventLoopGroup other = EventLoopGroup.start("other", 2)) {
                other.run(serving(LONG));
            }
            isBehind.complete(null);
            takesAWhile();
            did.add("closed the rest");
        });
        main.start();
        while (hooks.isEmpty()) {
            Thread.sleep(1);
        }
        CompletableFuture<Void> ending = begins();
        cleaned.complete("");
        isBehind.get(50, TimeUnit.SECONDS);
        ending.get(50, TimeUnit.SECONDS);
        assertEquals(List.of("told", "cleaned up", "closed the rest"), did);
    }

    private static void takesAWhile() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Script<Object> slowToEnd() {
        return Script.of(
                (step, last) -> step == 0 ? Weft.sleep(LONG) : step < 9 ? Weft.sleep(Duration.ofMillis(1)) : null);
    }

    @Test
    void whoseTimeIsOverIsNotWaitedForAndNamed() throws Exception {
        spawn(serving(Duration.ofNanos(1)));
        try (LogRecords log = new LogRecords()) {
            begins().get(50, TimeUnit.SECONDS);
            String message = log.messages().get(0);
            assertTrue(message.startsWith("The JVM ends, though task serving has not cleaned up"), message);
            assertTrue(message.endsWith(", PT0.000000001S after it was told"), message);
        }
    }

    @Test
    void whoWasCancelledIsNotWaitedFor() throws Exception {
        ScheduledTask<Object> task = spawn(serving(LONG));
        task.cancel();
        while (!task.isReady()) {
            Thread.sleep(1);
        }
        begins().get(50, TimeUnit.SECONDS);
        assertFalse(did.contains("cleaned up"));
    }

    @Test
    void whoComesWhenItHasBegunDoesNotWait() throws Exception {
        ScheduledTask<Object> early = spawn(serving(Duration.ZERO));
        begins().get(50, TimeUnit.SECONDS);
        ScheduledTask<Object> late = group.next().spawn(serving(Duration.ZERO));
        cleaned.complete("");
        early.block();
        late.block();
        assertEquals(4, did.size());
    }

    @Test
    void isRefusedWhereItHasNoPlace() {
        assertThrows(IllegalArgumentException.class, () -> Shutdown.begins(Duration.ofSeconds(-1)));
        try (EventLoop simulated = EventLoop.simulatedInOrder()) {
            IllegalStateException refused =
                    assertThrows(IllegalStateException.class, () -> simulated.run(Shutdown.begins()));
            assertTrue(Objects.requireNonNull(refused.getMessage())
                    .startsWith("Shutdown.begins() has no place on a simulated loop"));
        }
    }
}

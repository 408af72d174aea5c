// SPDX-License-Identifier: Apache-2.0
package dev.weft.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.EventLoop;
import dev.weft.EventLoopGroup;
import dev.weft.ScheduledTask;
import dev.weft.Weft;
import dev.weft.internal.Script;
import dev.weft.internal.SystemSignal;
import dev.weft.io.LoopFixture;
import dev.weft.sync.ChannelClosedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Signals that the process sends to itself: WINCH, which does nothing where nobody has taken it. Behaviours of the tests of asyncio's {@code
 * add_signal_handler} and of tokio's {@code signal::unix}.
 */
@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
class SignalsTest {
    private static final String NAME = "WINCH";

    /** By reflection, as the module of this test does not read that of signals. */
    private static void raise() throws ReflectiveOperationException {
        Class<?> signals = Class.forName("sun.misc.Signal");
        Object signal = signals.getConstructor(String.class).newInstance(NAME);
        signals.getMethod("raise", signals).invoke(null, signal);
    }

    @Test
    void whoWaitsGoesOnEachTimeThatTheSignalComes() {
        try (EventLoop loop = EventLoop.create();
                Signals signals = Signals.on(NAME)) {
            List<Object> seen = new ArrayList<>();
            loop.run(Script.of((step, last) -> {
                if (step > 0) {
                    seen.add(last.get());
                }
                if (step == 3) {
                    return null;
                }
                raise();
                return signals.next();
            }));
            assertEquals(List.of(NAME, NAME, NAME), seen);
        }
    }

    @Test
    void aSignalThatCameBeforeTheWaitIsEnough() throws Exception {
        try (Signals first = Signals.on(NAME);
                Signals second = Signals.on(NAME)) {
            raise();
            assertEquals(NAME, second.next().block()); // told after the first
            assertEquals(NAME, first.next().block());
        }
    }

    @Test
    void allThatAreOpenForASignalAreToldAndTheLastOneGivesItBack() throws Exception {
        CountDownLatch before = new CountDownLatch(1);
        SystemSignal own = SystemSignal.handle(NAME, before::countDown);
        Signals first = Signals.on(NAME);
        Signals second = Signals.on(NAME);
        raise();
        assertEquals(NAME, first.next().block());
        assertEquals(NAME, second.next().block());
        first.close();
        first.close();
        raise();
        assertEquals(NAME, second.next().block());
        assertEquals(1, before.getCount());
        second.close();
        raise();
        before.await();
        own.close();
    }

    @Test
    void whoWaitsWhenItIsClosedIsTold() {
        try (EventLoop loop = EventLoop.create()) {
            Object failure = loop.run(Script.of((step, last) -> {
                if (step > 0) {
                    return last.failure();
                }
                Signals signals = Signals.on(NAME);
                loop.post(signals::close);
                return signals.next();
            }));
            assertInstanceOf(ChannelClosedException.class, failure);
        }
    }

    @Test
    void theEndOfTheLoopGivesTheSignalBack() throws Exception {
        CountDownLatch before = new CountDownLatch(1);
        SystemSignal own = SystemSignal.handle(NAME, before::countDown);
        try (EventLoop loop = EventLoop.create()) {
            assertEquals(
                    "SIGWINCH",
                    loop.run(Script.of((step, last) -> Signals.on(NAME).toString())));
        }
        raise();
        before.await();
        own.close();
    }

    private static Signals open(EventLoop loop) {
        return loop.run(Script.of((step, last) -> Signals.on(NAME)));
    }

    /** tokio signal_drop_rt: dropping_loops_does_not_cause_starvation. */
    @Test
    void theEndOfOneLoopLeavesTheSignalToAnother() throws Exception {
        try (EventLoop second = EventLoop.create()) {
            Signals seconds;
            try (EventLoop first = EventLoop.create()) {
                Signals firsts = open(first);
                seconds = open(second);
                raise();
                assertEquals(NAME, first.run(firsts.next()));
            }
            assertEquals(NAME, second.run(seconds.next()));
            raise();
            assertEquals(NAME, second.run(seconds.next()));
        }
    }

    /** tokio signal_multi_rt: multi_loop. */
    @Test
    void loopsOfManyThreadsAreToldOfTheSameSignal() throws Exception {
        try (EventLoopGroup group = EventLoopGroup.start("signals", 3)) {
            for (int round = 0; round < 10; round++) {
                CountDownLatch open = new CountDownLatch(3);
                List<ScheduledTask<String>> waiting = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    waiting.add(group.next().spawn(Script.of((step, last) -> {
                        if (step > 0) {
                            return last.get();
                        }
                        Signals signals = Signals.on(NAME);
                        open.countDown();
                        return signals.next();
                    })));
                }
                open.await();
                raise();
                for (ScheduledTask<String> each : waiting) {
                    assertEquals(NAME, each.block());
                }
            }
        }
    }

    /** tokio signal_drop_recv: drop_then_get_a_signal. */
    @Test
    void aSignalCanBeHadAgainAfterItWasGivenBack() throws Exception {
        CountDownLatch before = new CountDownLatch(1);
        SystemSignal own = SystemSignal.handle(NAME, before::countDown);
        Signals.on(NAME).close();
        raise();
        before.await();
        try (Signals again = Signals.on(NAME)) {
            raise();
            assertEquals(NAME, again.next().block());
        }
        own.close();
    }

    @Test
    void aCancelledWaitLosesNoSignal() throws Exception {
        try (EventLoop loop = EventLoop.create();
                Signals signals = Signals.on(NAME)) {
            loop.run(Script.of((step, last) -> {
                if (step == 0) {
                    var waiting = loop.spawn(Script.awaiting(signals.next()));
                    loop.post(waiting::cancel);
                    return Weft.yieldNow();
                }
                return null;
            }));
            raise();
            assertEquals(NAME, signals.next().block());
        }
    }

    /** asyncio: signal_handling_while_selecting. */
    @Test
    void aSignalWakesALoopThatWaits() {
        try (EventLoop loop = EventLoop.create();
                Signals signals = Signals.on(NAME)) {
            CountDownLatch waits = new CountDownLatch(1);
            Object seen = loop.run(Script.of((step, last) -> {
                if (step > 0) {
                    return last.get();
                }
                new Thread(LoopFixture.unchecked(() -> {
                            waits.await();
                            raise();
                        }))
                        .start();
                loop.post(waits::countDown);
                return signals.next();
            }));
            assertEquals(NAME, seen);
        }
    }

    @Test
    void aSignalThatNobodyCanHaveIsRefusedWithTheReason() {
        for (String name : List.of("QUIT", "KILL", "SEGV", "USR2", "FOO", "SIGHUP")) {
            var refused = assertThrows(IllegalArgumentException.class, () -> Signals.on(name));
            assertTrue(
                    String.valueOf(refused.getMessage())
                            .matches("no signal " + name + ": .*\\. HUP, INT, TERM and USR1 can be had.*"),
                    refused.getMessage());
        }
    }

    @Test
    void aSimulatedLoopHasNoSignals() {
        try (EventLoop loop = EventLoop.simulated(1)) {
            var refused = assertThrows(
                    IllegalStateException.class, () -> loop.run(Script.of((step, last) -> Signals.on(NAME))));
            assertTrue(
                    String.valueOf(refused.getMessage()).contains("no place on a simulated loop"),
                    refused.getMessage());
        }
    }
}

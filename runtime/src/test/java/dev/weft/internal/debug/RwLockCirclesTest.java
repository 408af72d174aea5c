// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.debug;

import static dev.weft.sync.Select.on;
import static dev.weft.sync.Select.select;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.SimulatedLoop;
import dev.weft.Weft;
import dev.weft.debug.DumpOptions;
import dev.weft.debug.TaskDump;
import dev.weft.internal.Script;
import dev.weft.sync.RwLock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A writer waits for whoever reads, of whom a lock knows one. */
@Timeout(60)
class RwLockCirclesTest {
    private final RwLock book = new RwLock("book");
    private final RwLock index = new RwLock("index");

    /** Awaits one, lets others run, and awaits the other. */
    private static Script<Object> both(Supplier<Awaitable<?>> first, Supplier<Awaitable<?>> second) {
        return Script.of((step, last) -> switch (step) {
            case 0 -> first.get();
            case 1 -> Weft.sleep(Duration.ofMillis(1));
            case 2 -> second.get();
            default -> null;
        });
    }

    /** What a check says when all stand. */
    private static String check(SimulatedLoop loop) {
        String[] text = new String[1];
        loop.run(Script.of((step, last) -> {
            if (step == 0) {
                return Weft.sleep(Duration.ofSeconds(9));
            }
            text[0] = TaskDump.capture().check(DumpOptions.DEFAULT).text();
            return null;
        }));
        return text[0];
    }

    @Test
    void twoThatReadAndWantToWriteWhatTheOtherReadsAreADeadlock() {
        try (SimulatedLoop loop = EventLoop.simulatedInOrder()) {
            loop.spawn("one", both(book::read, index::write));
            loop.spawn("other", both(index::read, book::write));
            String text = check(loop);
            assertTrue(text.contains("DEADLOCK  #"), text);
            assertTrue(text.contains(" one awaits rwlock \"index\", 1 reading, 1 waiting, held by #"), text);
        }
    }

    @Test
    void aReaderThatReadsAgainBehindAWriterWaitsForItself() {
        try (SimulatedLoop loop = EventLoop.simulatedInOrder()) {
            loop.spawn("reader", both(book::read, book::read));
            loop.spawn("writer", Script.of((step, last) -> step == 0 ? book.write() : null));
            String text = check(loop);
            assertTrue(text.contains("DEADLOCK  #"), text);
            assertTrue(
                    text.contains(" reader awaits rwlock \"book\", 1 reading, 2 waiting, behind a writer, for #"),
                    text);
            assertTrue(text.contains(" writer awaits rwlock \"book\", 1 reading, 2 waiting, held by #"), text);
        }
    }

    /** One reads, and awaits one that wants to read behind a writer. */
    private String checkBehind(Supplier<Awaitable<?>> writes) {
        try (SimulatedLoop loop = EventLoop.simulatedInOrder()) {
            ScheduledTask<?> reader = loop.spawn("late", both(() -> Weft.sleep(Duration.ofMillis(9)), book::read));
            loop.spawn("writer", both(() -> Weft.sleep(Duration.ofMillis(5)), writes));
            loop.spawn("early", both(book::read, () -> reader));
            return check(loop);
        }
    }

    private Awaitable<?> writesWithinAMinute() {
        try {
            return Weft.waitFor(book.write(), Duration.ofMinutes(1));
        } catch (TimeoutException onlyAwaitingItThrows) {
            throw new AssertionError(onlyAwaitingItThrows);
        }
    }

    @Test
    void whoReadsBehindAWriterThatMayGiveUpIsInACircleThatEnds() {
        String text = checkBehind(this::writesWithinAMinute);
        assertTrue(text.contains("WAIT IN A CIRCLE  #"), text);
        assertFalse(text.contains("DEADLOCK"), text);
    }

    @Test
    void whoReadsBehindAWriterThatMayDoSomethingElseIsInNoCircle() {
        String text = checkBehind(() -> select(
                on(book.write(), guard -> "written"), on(Weft.sleep(Duration.ofMinutes(1)), nothing -> "not now")));
        assertFalse(text.contains("CIRCLE"), text); // other loops of the process may have something to say
        assertFalse(text.contains("DEADLOCK"), text);
    }

    @Test
    void whoReadsBehindAWriterThatWaitsForEverIsInADeadlock() {
        String text = checkBehind(book::write);
        assertTrue(text.contains("DEADLOCK  #"), text);
    }

    @Test
    void aWriterThatWaitsForSeveralIsInACircleWithTheFirstOfThem() {
        try (SimulatedLoop loop = EventLoop.simulatedInOrder()) {
            loop.spawn("one", both(book::read, index::write));
            loop.spawn("bystander", both(book::read, () -> Weft.sleep(Duration.ofDays(1))));
            loop.spawn("other", both(index::read, book::write));
            String text = check(loop);
            assertTrue(text.contains("DEADLOCK  #"), text);
        }
    }

    /** Reads twice, closes what it has, and wants to write another one. */
    private Script<Object> readsAndLetsGo() {
        return Script.of((step, last) -> {
            if (step == 0) {
                RwLock.ReadGuard first = Objects.requireNonNull(book.tryRead());
                RwLock.ReadGuard second = Objects.requireNonNull(book.tryRead());
                second.close();
                first.close();
                return Weft.sleep(Duration.ofMillis(1));
            }
            return step == 1 ? index.write() : null;
        });
    }

    @Test
    void whoHasClosedItsGuardsIsWaitedForNoLonger() {
        try (SimulatedLoop loop = EventLoop.simulatedInOrder()) {
            assertNotNull(book.tryRead()); // by no task, so that there is still somebody who reads
            loop.spawn("read before", readsAndLetsGo());
            loop.spawn("writer", both(index::write, book::write));
            String text = check(loop);
            assertFalse(text.contains("\"book\""), text);
        }
    }
}

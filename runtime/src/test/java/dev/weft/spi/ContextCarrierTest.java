// SPDX-License-Identifier: Apache-2.0
package dev.weft.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.EventLoop;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.internal.Latch;
import dev.weft.internal.Script;
import dev.weft.support.LogRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Carriers over a thread-local that the tests set as a logger's users would. Holds off (docs/weaving-limits.md): Thread locals after a resume
 * elsewhere.
 */
class ContextCarrierTest {
    private static final ThreadLocal<@Nullable String> LOCAL = new ThreadLocal<>();

    private final List<String> seen = new ArrayList<>();
    private final List<Runnable> registered = new ArrayList<>();

    /** Carries the thread-local. */
    private static class OfLocal implements ContextCarrier<String, String> {
        @Override
        public @Nullable String capture() {
            return LOCAL.get();
        }

        @Override
        public @Nullable String enter(@Nullable String state) {
            String own = LOCAL.get();
            LOCAL.set(state);
            return own;
        }

        @Override
        public @Nullable String leave(@Nullable String own) {
            String state = LOCAL.get();
            LOCAL.set(own);
            return state;
        }
    }

    @AfterEach
    void takeAway() {
        registered.forEach(Runnable::run);
        LOCAL.remove();
        assertTrue(ContextCarriers.areNone());
    }

    private void register(ContextCarrier<?, ?> carrier) {
        registered.add(ContextCarriers.register(carrier));
    }

    /** Sees what is there, sets something else, and sees that after the await. */
    private Task<String> change(String to) {
        return Script.of((step, last) -> {
            seen.add(to + step + " " + LOCAL.get());
            if (step < 2) {
                LOCAL.set(to + "-" + step);
                return Weft.sleep(Duration.ofMillis(1));
            }
            return LOCAL.get();
        });
    }

    @Test
    void aTaskKeepsWhatItsStepsMakeOfAThreadLocalAndLeavesTheThreadAlone() {
        register(new OfLocal());
        LOCAL.set("main");
        assertEquals("a-1", Weft.run(change("a")));
        assertEquals(List.of("a0 main", "a1 a-0", "a2 a-1"), seen);
        assertEquals("main", LOCAL.get());
    }

    @Test
    void tasksThatInterleaveNeverSeeOneAnothersThreadLocals() {
        register(new OfLocal());
        LOCAL.set("main");
        assertEquals(List.of("a-1", "b-1"), Weft.run(Weft.gather(List.of(change("a"), change("b")))));
        assertEquals(6, seen.size());
        assertTrue(
                seen.containsAll(List.of("a0 main", "b0 main", "a1 a-0", "b1 b-0", "a2 a-1", "b2 b-1")),
                seen::toString);
    }

    @Test
    void withoutACarrierOneTaskSeesWhatTheOtherHasLeft() {
        LOCAL.set("main");
        Weft.run(Weft.gather(List.of(change("a"), change("b"))));
        assertTrue(seen.stream().anyMatch(line -> line.startsWith("a1 b") || line.startsWith("b1 a")), seen::toString);
    }

    @Test
    void aTaskBegunInTheMiddleOfAStepGivesTheThreadBackToIt() {
        register(new OfLocal());
        Weft.run(Script.of((step, last) -> {
            LOCAL.set("outer");
            CompletableFuture<String> nested = change("nested").toCompletableFuture();
            seen.add("outer " + LOCAL.get());
            return step == 0 ? nested : last.get();
        }));
        assertEquals("nested0 outer", seen.get(0));
        assertEquals("outer outer", seen.get(1));
        assertTrue(seen.contains("nested2 nested-1"), seen::toString);
    }

    @Test
    void aPostedActionHasTheStateOfWhoPostedItAndLeavesNothing() {
        register(new OfLocal());
        Weft.run(Script.of((step, last) -> {
            if (step == 0) {
                LOCAL.set("poster");
                LoopThread.current("post(...)").post(() -> {
                    seen.add("action " + LOCAL.get());
                    LOCAL.set("left behind");
                });
                LOCAL.set("later");
                return Weft.yieldNow();
            }
            seen.add("task " + LOCAL.get());
            return null;
        }));
        assertEquals(List.of("action poster", "task later"), seen);
    }

    @Test
    void aCallWithoutALoopCarriesOverToTheThreadThatResumesIt() throws Exception {
        register(new OfLocal());
        LOCAL.set("caller");
        Latch latch = new Latch();
        CompletableFuture<String> future = Script.<String>of((step, last) -> {
                    String before = LOCAL.get();
                    LOCAL.set("step " + step);
                    return step == 0 ? latch : before;
                })
                .toCompletableFuture();
        assertEquals("caller", LOCAL.get());
        AtomicInteger kept = new AtomicInteger();
        Thread completer = new Thread(() -> {
            LOCAL.set("completer");
            latch.open();
            kept.set("completer".equals(LOCAL.get()) ? 1 : 0);
        });
        completer.start();
        completer.join();
        assertEquals("step 0", future.join());
        assertEquals(1, kept.get());
    }

    /** A carrier that fails where the test says. */
    private static final class Failing extends OfLocal {
        private final String where;

        Failing(String where) {
            this.where = where;
        }

        private void failAt(String operation) {
            if (operation.equals(where)) {
                throw new AssertionError("of the test, at " + operation);
            }
        }

        @Override
        public @Nullable String capture() {
            failAt("capture");
            return null;
        }

        @Override
        public @Nullable String enter(@Nullable String state) {
            failAt("enter");
            return null;
        }

        @Override
        public @Nullable String leave(@Nullable String own) {
            failAt("leave");
            return null;
        }
    }

    @Test
    void aCarrierThatThrowsIsToldByNameOnceAndHurtsNobody() {
        for (String where : List.of("capture", "enter", "leave")) {
            seen.clear();
            ContextCarrier<?, ?> failing = new Failing(where);
            register(failing);
            register(new OfLocal());
            try (LogRecords records = new LogRecords()) {
                assertEquals(List.of("a-1", "b-1"), Weft.run(Weft.gather(List.of(change("a"), change("b")))));
                assertTrue(seen.containsAll(List.of("a1 a-0", "b1 b-0")), seen::toString);
                assertEquals(1, records.messages().size(), records.messages()::toString);
                assertTrue(
                        records.messages().get(0).startsWith(where)
                                && records.messages()
                                        .get(0)
                                        .contains("of the context carrier (" + Failing.class.getName()),
                        records.messages()::toString);
            }
            registered.forEach(Runnable::run);
            registered.clear();
        }
    }

    @Test
    void aCarrierIsRegisteredOnceAndTakenAwayOnce() {
        OfLocal carrier = new OfLocal();
        register(carrier);
        assertThrows(IllegalStateException.class, () -> ContextCarriers.register(carrier));
        assertEquals(List.of(carrier), ContextCarriers.present());
        registered.get(0).run();
        registered.get(0).run();
        assertEquals(List.of(), ContextCarriers.present());
    }

    @Test
    void aTaskFromBeforeTheRegistrationIsNotFollowed() {
        LOCAL.set("main");
        try (EventLoop loop = EventLoop.create()) {
            var early = loop.spawn(change("early"));
            register(new OfLocal());
            loop.run(early);
            assertEquals("early-1", LOCAL.get());
        }
    }
}

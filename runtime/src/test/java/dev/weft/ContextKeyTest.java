// SPDX-License-Identifier: Apache-2.0
package dev.weft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.internal.Latch;
import dev.weft.internal.Script;
import dev.weft.sync.Select;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Keys on plain threads, loops, and calls without one. */
class ContextKeyTest {
    private static final ContextKey<String> USER = ContextKey.named("user");
    private static final ContextKey<Integer> DEPTH = ContextKey.named("depth", 0);

    private final List<String> seen = new ArrayList<>();

    /** Notes what it sees, gives way, and notes it again. */
    private Task<String> look(String who) {
        return Script.of((step, last) -> {
            seen.add(who + step + " " + USER.orElse("nobody"));
            return step < 2 ? Weft.sleep(Duration.ofMillis(1)) : USER.orElse("nobody");
        });
    }

    @Test
    void aKeyWithoutValueSaysItsNameAndWhatToDo() {
        NoSuchElementException thrown = assertThrows(NoSuchElementException.class, USER::get);
        assertTrue(String.valueOf(thrown.getMessage())
                .startsWith("The context key \"user\" is not bound here, on thread \""));
        assertEquals(0, DEPTH.get());
        assertEquals(5, DEPTH.orElse(5));
        assertFalse(DEPTH.isBound());
        assertEquals("user", USER.toString());
    }

    @Test
    void plainCodeIsBoundAndThenNoMore() throws Exception {
        assertEquals(
                "ann bob ann",
                USER.callWhere(
                        "ann", () -> USER.get() + " " + USER.callWhere("bob", () -> USER.get()) + " " + USER.get()));
        assertFalse(USER.isBound());
        assertThrows(
                IOException.class,
                () -> USER.callWhere("ann", () -> {
                    throw new IOException("of the code");
                }));
        assertFalse(USER.isBound());
        USER.runWhere("ann", () -> seen.add(USER.get()));
        assertEquals(List.of("ann"), seen);
    }

    @Test
    void codeThatReturnsATaskIsRefusedWherePlainCodeIsBound() {
        IllegalStateException refused =
                assertThrows(IllegalStateException.class, () -> USER.callWhere("ann", () -> look("a")));
        assertTrue(
                String.valueOf(refused.getMessage()).contains("await(key.where(value, () -> ...))"),
                refused.getMessage());
        assertEquals(List.of(), seen);
    }

    private static List<CallableOp<Awaitable<?>, Exception>> lazy() {
        Duration moment = Duration.ofMillis(1);
        return List.of(
                () -> Weft.gather(Task.done(), Task.done()),
                () -> Weft.allSettled(Task.done(), Task.done()),
                () -> Weft.any(List.of(Task.done())),
                () -> Weft.race(List.of(Task.done())),
                () -> Weft.asCompleted(List.<Awaitable<Integer>>of(), parts -> Task.done()),
                () -> Weft.waitFor(Task.done(), moment),
                () -> Weft.timeout(moment, scope -> Task.done()),
                () -> Weft.moveOnAfter(moment, scope -> Task.done()),
                () -> Weft.shield(Task.done()),
                () -> Weft.shield(() -> Task.done()),
                () -> Weft.blocking(() -> USER.get()),
                () -> Weft.async(() -> Task.done()),
                () -> TaskGroup.run(group -> Task.done()),
                () -> Select.select(Select.on(Weft.sleep(moment), slept -> USER.get())),
                () -> USER.where("bob", () -> Task.done()));
    }

    @ParameterizedTest
    @MethodSource("lazy")
    void whateverRunsOnlyWhenItIsAwaitedIsRefusedWherePlainCodeIsBound(CallableOp<Awaitable<?>, Exception> lazy) {
        IllegalStateException refused =
                assertThrows(IllegalStateException.class, () -> USER.callWhere("ann", () -> lazy.call()));
        assertTrue(
                String.valueOf(refused.getMessage()).contains("which has not started, and would run where"),
                refused.getMessage());
        assertTrue(
                String.valueOf(refused.getMessage()).contains("await(key.where(value, () -> "), refused.getMessage());
    }

    @Test
    void whatRunsAlreadyOrHasEndedIsGivenOutOfPlainCodeThatIsBound() {
        assertEquals("ann-of a stage-there", Weft.run(Script.of((step, last) -> switch (step) {
            case 0 -> USER.callWhere("ann", () -> Weft.spawn(look("a")));
            case 1 -> {
                seen.add((String) last.get());
                yield USER.callWhere("ann", () -> Awaitable.of(CompletableFuture.completedFuture("of a stage")));
            }
            case 2 -> {
                seen.add((String) last.get());
                yield USER.callWhere("ann", () -> Task.of("there"));
            }
            default -> String.join("-", seen.subList(3, 5)) + "-" + last.get();
        })));
    }

    @Test
    void aBindingHoldsOverAwaitsAndEndsWithItsBlock() {
        String result = Weft.run(Script.of((step, last) -> {
            seen.add(step + " " + USER.orElse("nobody"));
            return switch (step) {
                case 0 -> USER.where("ann", () -> look("a"));
                case 1 -> Weft.sleep(Duration.ofMillis(1));
                default -> "end";
            };
        }));
        assertEquals("end", result);
        assertEquals(List.of("0 nobody", "a0 ann", "a1 ann", "a2 ann", "1 nobody", "2 nobody"), seen);
    }

    @Test
    void aBlockThatFailsEndsItsBinding() {
        Weft.run(Script.of((step, last) -> {
            seen.add(USER.orElse("nobody") + " "
                    + (last.failure() == null ? "" : last.failure().getMessage()));
            return switch (step) {
                case 0 ->
                    USER.where(
                            "ann",
                            () -> Script.of((inner, before) -> {
                                if (inner == 0) {
                                    return Weft.sleep(Duration.ofMillis(1));
                                }
                                throw new IOException("late");
                            }));
                case 1 ->
                    USER.where("bob", () -> {
                        throw new IOException("early");
                    });
                default -> null;
            };
        }));
        assertEquals(List.of("nobody ", "nobody late", "nobody early"), seen);
    }

    @Test
    void aTaskSeesTheBindingsOfWhereItRunsAndNotOfWhereItWasMade() {
        Task<String> made = USER.callWhere("ann", () -> List.of(look("a"))).get(0);
        assertEquals("bob", Weft.run(USER.where("bob", () -> made)));
    }

    @Test
    void tasksOfOneLoopNeverSeeOneAnothersBindings() {
        List<String> results = Weft.run(Weft.gather(
                List.of(USER.where("ann", () -> look("a")), look("b"), USER.where("cid", () -> look("c")), look("d"))));
        assertEquals(List.of("ann", "nobody", "cid", "nobody"), results);
        assertEquals(12, seen.size());
        assertTrue(seen.stream()
                .allMatch(line -> line.charAt(0) == 'a'
                        ? line.endsWith(" ann")
                        : line.charAt(0) == 'c' ? line.endsWith(" cid") : line.endsWith(" nobody")));
    }

    @Test
    void whatIsStartedInABlockInheritsAndKeepsTheBindings() {
        List<CompletableFuture<String>> futures = new ArrayList<>();
        String result = Weft.run(Script.of((step, last) -> switch (step) {
            case 0 ->
                USER.where("ann", () -> {
                    futures.add(look("future").toCompletableFuture());
                    futures.add(Weft.spawn(look("spawned")).toCompletableFuture());
                    futures.add(Weft.spawn("named", look("named")).toCompletableFuture());
                    Objects.requireNonNull(EventLoop.current()).post(() -> seen.add("posted " + USER.orElse("nobody")));
                    return Task.done();
                });
            case 1 -> futures.get(0);
            case 2 -> futures.get(1);
            case 3 -> futures.get(2);
            default -> USER.orElse("nobody");
        }));
        assertEquals("nobody", result);
        futures.forEach(future -> assertEquals("ann", future.join()));
        assertTrue(seen.contains("posted ann"), seen.toString());
        assertEquals(
                List.of(), seen.stream().filter(line -> line.endsWith("nobody")).toList());
    }

    @Test
    void thePartsOfStructuredCallsAndGroupsInherit() throws Exception {
        List<String> results = Weft.run(USER.where(
                "ann",
                () -> Script.awaiting(Weft.gather(
                        List.of(look("a"), Weft.waitFor(look("b"), Duration.ofSeconds(60)), TaskGroup.run(group -> {
                            group.spawn(look("child"));
                            return Script.awaiting(look("block"));
                        }))))));
        assertEquals(List.of("ann", "ann", "ann"), results);
        assertEquals(12, seen.stream().filter(line -> line.endsWith(" ann")).count(), seen.toString());
    }

    @Test
    void theMainTaskInheritsFromTheThreadAndOtherThreadsTasksDoNot() throws Exception {
        try (EventLoop loop = EventLoop.create()) {
            assertEquals("ann", USER.callWhere("ann", () -> loop.run(look("main"))));
            Thread other = new Thread(() -> loop.spawn(look("other")));
            other.start();
            other.join();
            ScheduledTask<String> late = USER.callWhere("bob", () -> loop.spawn(look("late")));
            assertEquals("bob", USER.callWhere("cid", () -> loop.run(late)));
        }
        assertEquals(3, seen.stream().filter(line -> line.startsWith("other")).count());
        assertTrue(seen.stream().noneMatch(line -> line.startsWith("other") && !line.endsWith("nobody")));
    }

    @Test
    void anAwaitWithoutALoopKeepsItsBindingsOnWhicheverThreadResumesIt() throws Exception {
        Latch first = new Latch();
        Latch second = new Latch();
        CompletableFuture<String> future = USER.callWhere(
                "ann",
                () -> Script.<String>of((step, last) -> switch (step) {
                            case 0 -> first;
                            case 1 ->
                                DEPTH.where(
                                        1,
                                        () -> Script.of((inner, before) -> inner == 0
                                                ? second
                                                : USER.get()
                                                        + DEPTH.get()
                                                        + Thread.currentThread().getName()));
                            default -> last.get() + USER.get() + DEPTH.get();
                        })
                        .toCompletableFuture());
        for (Latch latch : List.of(first, second)) {
            Thread completer = new Thread(() -> USER.runWhere("completer", latch::open), "foreign");
            completer.start();
            completer.join();
        }
        assertEquals("ann1foreignann0", future.join());
        assertFalse(USER.isBound());
    }

    @Test
    void whatACancelledTaskCleansUpSeesItsBindings() {
        List<ScheduledTask<Object>> sleeper = new ArrayList<>();
        Weft.run(Script.of((step, last) -> {
            switch (step) {
                case 0 -> {
                    sleeper.add(Weft.spawn(USER.where("ann", () -> cleaningUp())));
                    return Weft.sleep(Duration.ofMillis(1));
                }
                case 1 -> {
                    sleeper.get(0).cancel();
                    return sleeper.get(0);
                }
                default -> {
                    seen.add(USER.orElse("nobody"));
                    return null;
                }
            }
        }));
        assertEquals(List.of("cleaned up for ann", "nobody"), seen);
    }

    private Task<Object> cleaningUp() {
        return Script.of((step, last) -> {
            if (step == 0) {
                return Weft.sleep(Duration.ofHours(1));
            }
            seen.add("cleaned up for " + USER.get());
            return last.get();
        });
    }
}

// SPDX-License-Identifier: Apache-2.0
package com.example.semantics;

import static com.example.semantics.Schedules.LONG;
import static com.example.semantics.Schedules.failsAfter;
import static com.example.semantics.Schedules.failureOf;
import static com.example.semantics.Schedules.inOrder;
import static com.example.semantics.Schedules.millis;
import static com.example.semantics.Schedules.ms;
import static com.example.semantics.Schedules.named;
import static com.example.semantics.Schedules.onEverySchedule;
import static com.example.semantics.Schedules.slowToEnd;
import static dev.weft.Weft.await;
import static dev.weft.Weft.callStack;
import static dev.weft.Weft.currentTask;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.Awaitable;
import dev.weft.ScheduledTask;
import dev.weft.ScheduledTask.State;
import dev.weft.Task;
import dev.weft.TaskGroup;
import dev.weft.junit.AsyncTest;
import dev.weft.support.LogRecords;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Behaviours of asyncio's test_taskgroups, of groups whose block is a lambda. Where they differ, trio decides. */
@Timeout(120)
class TaskGroupTest implements OnEverySchedule {
    // ------------------------------------------------------------------ children

    /** asyncio test_taskgroups: taskgroup_01, the block waits for all children, and what they return stays with them. */
    @AsyncTest
    void aGroupEndsWhenAllItsChildrenHaveEnded() throws Exception {
        List<String> events = new ArrayList<>();
        List<ScheduledTask<String>> children = await(TaskGroup.run(group ->
                Task.of(List.of(group.spawn(named("a", ms(1), events)), group.spawn(named("b", ms(2), events))))));
        assertEquals(2, millis());
        assertEquals("a", await(children.get(0)));
        assertEquals("b", await(children.get(1)));
    }

    /** asyncio test_taskgroups: taskgroup_02. */
    @AsyncTest
    void childrenCanBeSpawnedAfterAnAwaitOfTheBlock() throws Exception {
        List<String> events = new ArrayList<>();
        await(TaskGroup.run(group -> {
            group.spawn(named("a", ms(10), events));
            await(sleep(ms(15)));
            group.spawn(named("b", ms(20), events));
            return Task.done();
        }));
        assertEquals(35, millis());
    }

    @AsyncTest
    void theBlockMayEndLast() throws Exception {
        List<String> events = new ArrayList<>();
        int result = await(TaskGroup.run(group -> {
            group.spawn(named("a", ms(1), events));
            await(sleep(ms(5)));
            return Task.of(group.running());
        }));
        assertEquals(0, result);
        assertEquals(5, millis());
    }

    @AsyncTest
    void aGroupWithoutChildrenGivesWhatTheBlockReturns() throws Exception {
        assertEquals("seven", await(TaskGroup.run(group -> Task.of("seven"))));
        assertNull(await(TaskGroup.run(group -> Task.of((String) null))));
    }

    /**
     * asyncio test_taskgroups: taskgroup_23, a group does not remember children that have ended. Hackerl: TaskGroup: done ones remove
     * themselves.
     */
    @AsyncTest
    void childrenThatHaveEndedAreForgotten() throws Exception {
        List<String> events = new ArrayList<>();
        await(TaskGroup.run(group -> {
            for (int i = 0; i < 10; i++) {
                await(sleep(ms(10)));
                group.spawn(named("child", ms(35), events));
                assertTrue(group.running() <= 4, () -> group.toString());
            }
            await(sleep(ms(36)));
            assertEquals(0, group.running());
            return Task.done();
        }));
    }

    @Async
    private static Task<Void> spawnsTwoMore(TaskGroup group, List<String> events) {
        await(sleep(ms(1)));
        group.spawn(named("first", ms(1), events));
        group.spawn(named("second", ms(2), events));
        return Task.done();
    }

    /** asyncio test_taskgroups: taskgroup_24. */
    @AsyncTest
    void childrenSpawnIntoTheGroupAfterTheBlockHasEnded() throws Exception {
        List<String> events = new ArrayList<>();
        await(TaskGroup.run(group -> {
            group.spawn(spawnsTwoMore(group, events));
            return Task.done();
        }));
        assertEquals(3, millis());
        assertEquals(2, events.size());
    }

    @Async
    @SuppressWarnings("InfiniteRecursion") // it ends by being cancelled
    private static Task<Void> hydra(TaskGroup group, int[] heads) {
        heads[0]++;
        await(sleep(ms(10)));
        group.spawn(hydra(group, heads));
        group.spawn(hydra(group, heads));
        return Task.done();
    }

    @Async
    private static Task<Void> hercules(int[] heads) throws IOException {
        while (heads[0] < 10) {
            await(sleep(ms(15)));
        }
        throw new IOException("ten heads");
    }

    /** asyncio test_taskgroups: taskgroup_25, children that go on spawning end all the same. */
    @AsyncTest
    void aFailureEndsChildrenThatSpawnWithoutEnd() throws Exception {
        int[] heads = new int[1];
        Throwable thrown = await(failureOf(TaskGroup.run(group -> {
            group.spawn(hydra(group, heads));
            group.spawn(hercules(heads));
            return Task.done();
        })));
        assertEquals("ten heads", thrown.getMessage());
        assertTrue(heads[0] >= 10);
    }

    /** asyncio test_taskgroups: task_name. */
    @AsyncTest
    void aChildHasTheNameThatItIsGiven() throws Exception {
        await(TaskGroup.run(group -> {
            assertEquals("yolo", group.spawn("yolo", sleep(ms(1))).name());
            return Task.done();
        }));
    }

    @AsyncTest
    void aStageCanBeAChild() throws Exception {
        CompletableFuture<Integer> never = new CompletableFuture<>();
        Throwable thrown = await(failureOf(TaskGroup.run(group -> {
            ScheduledTask<String> done = group.spawn(CompletableFuture.completedFuture("value"));
            assertEquals("value", await(done));
            group.spawn("never", never);
            throw new IOException("enough");
        })));
        assertEquals("enough", thrown.getMessage());
        assertTrue(never.isCancelled());
    }

    // ------------------------------------------------------------------ failures

    /** asyncio test_taskgroups: taskgroup_03. */
    @AsyncTest
    void aChildThatIsCancelledByItselfHarmsNobody() throws Exception {
        List<String> events = new ArrayList<>();
        ScheduledTask<String> other = await(TaskGroup.run(group -> {
            ScheduledTask<String> cancelled = group.spawn(named("a", LONG, events));
            await(sleep(ms(15)));
            cancelled.cancel();
            return Task.of(group.spawn(named("b", ms(20), events)));
        }));
        assertEquals(35, millis());
        assertEquals("b", await(other));
    }

    /**
     * asyncio test_taskgroups: taskgroup_04, cancel_children_on_child_error. trio test_run: child crash basic; task crash propagation;
     * child crash wakes parent.
     */
    @AsyncTest
    void aChildThatFailsCancelsItsSiblingsAndTheBlock() throws Exception {
        List<String> events = new ArrayList<>();
        IOException failure = new IOException();
        Throwable thrown = await(failureOf(TaskGroup.run(group -> {
            group.spawn(failsAfter(ms(10), failure));
            group.spawn(slowToEnd("slow", ms(5), events, null));
            await(named("block", LONG, events));
            events.add("never");
            return Task.done();
        })));
        assertSame(failure, thrown);
        assertEquals(0, thrown.getSuppressed().length);
        assertEquals(15, millis());
        assertEquals(List.of("block", "block cancelled", "slow has ended at 15"), events);
        assertEquals(0, currentTask().cancelling());
    }

    /** The first is the first in time; the order of the others depends on no schedule. trio test_run: two child crashes. */
    @AsyncTest
    void furtherFailuresAreSuppressedInTheOrderOfTheirSpawns() throws Exception {
        List<String> events = new ArrayList<>();
        IOException first = new IOException("first");
        IOException slow = new IOException("slow");
        IOException quick = new IOException("quick");
        IOException block = new IOException("block");
        Throwable thrown = await(failureOf(TaskGroup.run(group -> {
            group.spawn(slowToEnd("slow", ms(5), events, slow));
            group.spawn(failsAfter(ms(1), first));
            group.spawn(slowToEnd("quick", ms(2), events, quick));
            return Task.of(await(slowToEnd("block", ms(3), events, block)));
        })));
        assertSame(first, thrown);
        assertArrayEquals(new Throwable[] {block, slow, quick}, thrown.getSuppressed());
    }

    @AsyncTest
    void oneExceptionThatSeveralThrowIsThrownOnce() throws Exception {
        IOException same = new IOException();
        Throwable thrown = await(failureOf(TaskGroup.run(group -> {
            group.spawn(failsAfter(ms(1), same));
            group.spawn(failsAfter(ms(1), same));
            return Task.of(await(failsAfter(ms(1), same)));
        })));
        assertSame(same, thrown);
        assertEquals(0, thrown.getSuppressed().length);
    }

    /** asyncio test_taskgroups: taskgroup_09. trio test_run: nursery main block error basic; nursery explicit exception. */
    @AsyncTest
    void aBlockThatFailsCancelsTheChildren() throws Exception {
        List<String> events = new ArrayList<>();
        IOException failure = new IOException();
        List<ScheduledTask<String>> children = new ArrayList<>();
        Throwable thrown = await(failureOf(TaskGroup.run(group -> {
            children.add(group.spawn(named("a", LONG, events)));
            children.add(group.spawn(named("b", LONG, events)));
            await(sleep(ms(1)));
            throw failure;
        })));
        assertSame(failure, thrown);
        children.forEach(child -> assertEquals(State.CANCELLED, child.state()));
        assertEquals(4, events.size());
    }

    /** asyncio test_taskgroups: taskgroup_10, coro_closed_when_tg_closed; children that were not yet started never run, nor count as forgotten. */
    @Test
    void aBlockThatFailsAtOnceStartsNoChildren() throws Exception {
        inOrder(() -> {
            List<String> events = new ArrayList<>();
            List<ScheduledTask<String>> children = new ArrayList<>();
            Throwable thrown = await(failureOf(TaskGroup.run(group -> {
                children.add(group.spawn(named("a", LONG, events)));
                throw new IOException("at once");
            })));
            assertEquals("at once", thrown.getMessage());
            assertEquals(State.CANCELLED, children.get(0).state());
            assertEquals(List.of(), events);
            return Task.done();
        });
    }

    /** asyncio test_taskgroups: taskgroup_19, 20a and 21a, errors that are no exceptions too. trio test_run: main and task both crash. */
    @AsyncTest
    void whatABlockThrowsThatWasCancelledByAChildIsSuppressed() throws Exception {
        IOException failure = new IOException();
        AssertionError error = new AssertionError();
        Throwable thrown = await(failureOf(TaskGroup.run(group -> {
            group.spawn(failsAfter(ms(1), failure));
            assertInstanceOf(CancellationException.class, await(failureOf(sleep(LONG))));
            throw error;
        })));
        assertSame(failure, thrown);
        assertArrayEquals(new Throwable[] {error}, thrown.getSuppressed());
    }

    /** What asyncio ignores; a child that has died without being asked has not done its work. */
    @AsyncTest
    void aChildThatEndsByACancellationOfOthersHasFailed() throws Exception {
        ScheduledTask<Void> shared = spawn(sleep(LONG));
        List<String> events = new ArrayList<>();
        Throwable thrown = await(failureOf(TaskGroup.run(group -> {
            group.spawn(shared);
            group.spawn(named("sibling", LONG, events));
            await(sleep(ms(1)));
            shared.cancel();
            return Task.done();
        })));
        assertInstanceOf(CancellationException.class, thrown);
        assertEquals(List.of("sibling", "sibling cancelled"), events);
        assertEquals(0, currentTask().cancelling());
    }

    @AsyncTest
    void aBlockThatReturnsNullIsTold() throws Exception {
        Throwable thrown = await(failureOf(TaskGroup.run(group -> null)));
        assertInstanceOf(NullPointerException.class, thrown);
    }

    // ------------------------------------------------------------------ cancellation

    /** asyncio test_taskgroups: cancellation, taskgroup_07, 17 and 22. trio test_run: cancel inheritance. */
    @AsyncTest
    void aCancellationGoesToTheChildrenAndTheBlockAndComesWhenAllHaveEnded() throws Exception {
        List<String> events = new ArrayList<>();
        ScheduledTask<Void> task = spawn("waits", TaskGroup.run(group -> {
            group.spawn(slowToEnd("a", ms(3), events, null));
            group.spawn(slowToEnd("b", ms(2), events, null));
            await(named("block", LONG, events));
            return Task.done();
        }));
        await(sleep(ms(1)));
        task.cancel();
        Throwable thrown = await(failureOf(task));
        assertTrue(thrown.getMessage().startsWith("cancelled by task main"), thrown.getMessage());
        assertEquals(State.CANCELLED, task.state());
        assertEquals(List.of("block", "block cancelled", "b has ended at 3", "a has ended at 4"), events);
    }

    /** asyncio test_taskgroups: cancellation_in_body, taskgroup_11 and 12: both in one step, in either order. */
    @AsyncTest
    void aCancellationStaysOneThoughAChildFailsInTheSameStep() throws Exception {
        IOException failure = new IOException();
        ScheduledTask<String> task = spawn(TaskGroup.run(group -> {
            group.spawn(failsAfter(ms(1), failure));
            return Task.of(await(TaskGroup.run(inner -> {
                inner.spawn(failsAfter(ms(1), failure));
                return Task.of(await(failsAfter(LONG, failure)));
            })));
        }));
        await(sleep(ms(1)));
        boolean asked = task.cancel();
        Throwable thrown = await(failureOf(task));
        assertTrue(asked ? thrown instanceof CancellationException : thrown == failure);
    }

    /** asyncio test_taskgroups: taskgroup_15 and 16. A failure while it unwinds goes along with the cancellation. */
    @AsyncTest
    void aChildThatFailsWhileACancelledGroupUnwindsIsSuppressedInTheCancellation() throws Exception {
        List<String> events = new ArrayList<>();
        IOException failure = new IOException();
        ScheduledTask<String> task = spawn(TaskGroup.run(group -> {
            group.spawn(slowToEnd("child", ms(2), events, failure));
            return Task.of(await(slowToEnd("block", ms(5), events, null)));
        }));
        await(sleep(ms(1)));
        task.cancel();
        Throwable thrown = await(failureOf(task));
        assertInstanceOf(CancellationException.class, thrown);
        assertArrayEquals(new Throwable[] {failure}, thrown.getSuppressed());
        assertEquals(6, millis());
    }

    /** asyncio test_taskgroups: taskgroup_18, which throws the failure alone; decision 5 has the cancellation win. */
    @AsyncTest
    void aBlockThatFailsInAnswerToACancellationIsSuppressedInIt() throws Exception {
        IOException failure = new IOException();
        ScheduledTask<String> task =
                spawn(TaskGroup.run(group -> slowToEnd("block", ms(0), new ArrayList<>(), failure)));
        await(sleep(ms(1)));
        task.cancel();
        Throwable thrown = await(failureOf(task));
        assertInstanceOf(CancellationException.class, thrown);
        assertArrayEquals(new Throwable[] {failure}, thrown.getSuppressed());
    }

    @AsyncTest
    void aCancelledTaskStartsNoBlock() throws Exception {
        currentTask().cancel();
        Throwable thrown = await(failureOf(TaskGroup.run(group -> {
            throw new AssertionError("runs");
        })));
        assertInstanceOf(CancellationException.class, thrown);
    }

    /** asyncio test_taskgroups: cancelling_level_preserved. */
    @AsyncTest
    void aFailureLeavesTheRequestsThatWereThereBefore() throws Exception {
        currentTask().cancel();
        assertInstanceOf(CancellationException.class, await(failureOf(sleep(LONG))));
        assertEquals(1, currentTask().cancelling());
        Throwable thrown = await(failureOf(TaskGroup.run(group -> {
            group.spawn(failsAfter(ms(1), new IOException("child")));
            return Task.done();
        })));
        assertEquals("child", thrown.getMessage());
        assertEquals(1, currentTask().cancelling());
    }

    // ------------------------------------------------------------------ nesting

    /** asyncio test_taskgroups: taskgroup_13. */
    @AsyncTest
    void aFailureOfTheOuterGroupCancelsTheInnerOne() throws Exception {
        List<String> events = new ArrayList<>();
        IOException failure = new IOException();
        Throwable thrown = await(failureOf(TaskGroup.run(outer -> {
            outer.spawn(failsAfter(ms(1), failure));
            Throwable inner = await(failureOf(TaskGroup.run(group -> {
                group.spawn(slowToEnd("inner", ms(1), events, null));
                return Task.done();
            })));
            assertInstanceOf(CancellationException.class, inner);
            throw (CancellationException) inner;
        })));
        assertSame(failure, thrown);
        assertEquals(List.of("inner has ended at 2"), events);
    }

    /** asyncio test_taskgroups: taskgroup_14. One exception and no group of groups. */
    @AsyncTest
    void aFailureOfTheInnerGroupIsOneOfTheOuter() throws Exception {
        List<String> events = new ArrayList<>();
        IOException failure = new IOException();
        Throwable thrown = await(failureOf(TaskGroup.run(outer -> {
            outer.spawn(named("sibling", LONG, events));
            return Task.of(await(TaskGroup.run(group -> {
                group.spawn(failsAfter(ms(1), failure));
                return Task.done();
            })));
        })));
        assertSame(failure, thrown);
        assertEquals(List.of("sibling", "sibling cancelled"), events);
    }

    @AsyncTest
    void aFailureThatTheBlockCatchesAroundAnInnerGroupHarmsNobody() throws Exception {
        List<String> events = new ArrayList<>();
        String result = await(TaskGroup.run(outer -> {
            ScheduledTask<String> sibling = outer.spawn(named("sibling", ms(5), events));
            Throwable inner = await(failureOf(TaskGroup.run(group -> {
                group.spawn(failsAfter(ms(1), new IOException("inner")));
                return Task.done();
            })));
            assertEquals("inner", inner.getMessage());
            return Task.of(await(sibling));
        }));
        assertEquals("sibling", result);
    }

    /** asyncio test_taskgroups: nested_groups_both_cancelled, error_and_cancel. */
    @AsyncTest
    void groupsThatFailAtTheSameTimeThrowTheFailureOfTheOuterOne() throws Exception {
        IOException inner = new IOException("inner");
        IOException outer = new IOException("outer");
        Throwable thrown = await(failureOf(TaskGroup.run(group -> {
            group.spawn(failsAfter(ms(1), outer));
            return Task.of(await(TaskGroup.run(nested -> {
                nested.spawn(failsAfter(ms(1), inner));
                return Task.done();
            })));
        })));
        assertTrue(thrown == inner || thrown == outer);
        List<Throwable> others = List.of(thrown.getSuppressed());
        assertTrue(others.stream().allMatch(other -> other == inner || other == outer), others::toString);
        assertEquals(0, currentTask().cancelling());
    }

    @Async
    private static Task<Integer> nest(int depth) {
        if (depth == 0) {
            await(sleep(LONG));
        }
        return Task.of(await(TaskGroup.run(group -> nest(depth - 1))));
    }

    /** trio test_run: very deep cancel scope nesting. */
    @Test
    void aCancellationOfGroupsInGroupsTakesNoJavaStack() throws Exception {
        inOrder(() -> {
            ScheduledTask<Integer> task = spawn(nest(5_000));
            await(sleep(ms(1)));
            while (task.state() != State.SUSPENDED) {
                await(sleep(ms(1)));
            }
            task.cancel();
            assertInstanceOf(CancellationException.class, await(failureOf(task)));
            return Task.done();
        });
    }

    @Async
    private static Task<List<StackTraceElement>> stackOfChild() {
        await(sleep(ms(1)));
        return Task.of(callStack());
    }

    @Async
    private static Task<List<StackTraceElement>> awaitsGroup() {
        ScheduledTask<List<StackTraceElement>> child =
                await(TaskGroup.run(group -> Task.of(group.spawn(stackOfChild()))));
        return Task.of(await(child));
    }

    /** As past gather. */
    @AsyncTest
    void theCallStackOfAChildGoesOnWithWhoeverAwaitsTheGroup() throws Exception {
        List<String> methods = await(awaitsGroup()).stream()
                .map(StackTraceElement::getMethodName)
                .toList();
        assertEquals(List.of("stackOfChild", "awaitsGroup"), methods.subList(0, 2), methods::toString);
    }

    // ------------------------------------------------------------------ its end

    /** asyncio test_taskgroups: taskgroup_finished. trio test_run: nursery closure. */
    @AsyncTest
    void aGroupThatHasEndedTakesNoChildren() throws Exception {
        TaskGroup ended = await(TaskGroup.run(group -> Task.of(group)));
        List<String> events = new ArrayList<>();
        IllegalStateException refused =
                assertThrows(IllegalStateException.class, () -> ended.spawn(named("late", ms(1), events)));
        assertTrue(refused.getMessage().startsWith("The TaskGroup has ended"), refused.getMessage());
        assertTrue(ended.isClosed());
    }

    @Async
    private static Task<Void> spawnsWhenCancelled(TaskGroup group, List<Throwable> refusals) {
        try {
            await(sleep(LONG));
        } finally {
            try {
                group.spawn(sleep(ms(1)));
            } catch (IllegalStateException refused) {
                refusals.add(refused);
            }
        }
        return Task.done();
    }

    /** asyncio test_taskgroups: coro_closed_when_tg_closed, "is shutting down". Hackerl: TaskGroup: adding to a cancelled group. */
    @AsyncTest
    void aGroupThatEndsTakesNoChildrenAndSaysWhyItEnds() throws Exception {
        List<Throwable> refusals = new ArrayList<>();
        await(failureOf(TaskGroup.run(group -> {
            group.spawn("broken", failsAfter(ms(1), new IOException()));
            return spawnsWhenCancelled(group, refusals);
        })));
        String message = refusals.get(0).getMessage();
        assertTrue(message.contains("child broken has failed with java.io.IOException"), message);
    }

    /** asyncio test_taskgroups: taskgroup_stop_children and taskgroup_stop_from_child. Hackerl: TaskGroup: add, cancel and await. */
    @AsyncTest
    void cancelEndsAGroupWithoutAnException() throws Exception {
        List<String> events = new ArrayList<>();
        String result = await(TaskGroup.run(group -> {
            group.spawn(slowToEnd("slow", ms(5), events, null));
            group.spawn(cancels(group));
            await(named("block", LONG, events));
            return Task.of("never");
        }));
        assertNull(result);
        assertEquals(6, millis());
        assertEquals(List.of("block", "block cancelled", "slow has ended at 6"), events);
        assertEquals(0, currentTask().cancelling());
    }

    @Async
    private static Task<Void> cancels(TaskGroup group) {
        await(sleep(ms(1)));
        group.cancel();
        return Task.done();
    }

    /** asyncio test_taskgroups: taskgroup_stop_body. */
    @AsyncTest
    void aBlockThatCancelsItsGroupGoesOnToItsNextAwait() throws Exception {
        List<String> events = new ArrayList<>();
        assertEquals("result", await(TaskGroup.run(group -> {
            group.spawn(named("child", LONG, events));
            await(sleep(ms(1)));
            group.cancel();
            group.cancel();
            return Task.of("result");
        })));
        assertEquals(List.of("child", "child cancelled"), events);
    }

    /** asyncio test_taskgroups: taskgroup_stop_child_exception and stop_parent_exception. */
    @AsyncTest
    void whatFailsInAnswerToCancelIsThrown() throws Exception {
        IOException failure = new IOException();
        Throwable thrown = await(failureOf(TaskGroup.run(group -> {
            group.spawn(slowToEnd("child", ms(1), new ArrayList<>(), failure));
            await(sleep(ms(1)));
            group.cancel();
            return Task.done();
        })));
        assertSame(failure, thrown);
    }

    @AsyncTest
    void aCancellationFromElsewhereStaysOneWhileAGroupEndsByCancel() throws Exception {
        ScheduledTask<Void> task = spawn(TaskGroup.run(group -> {
            group.spawn(slowToEnd("child", ms(10), new ArrayList<>(), null));
            await(sleep(ms(1)));
            group.cancel();
            return Task.done();
        }));
        await(sleep(ms(5)));
        task.cancel();
        assertInstanceOf(CancellationException.class, await(failureOf(task)));
        assertEquals(State.CANCELLED, task.state());
    }

    /** asyncio test_taskgroups: taskgroup_double_enter and taskgroup_already_entered. */
    @AsyncTest
    void theCallIsAwaitedOnce() throws Exception {
        Awaitable<String> call = TaskGroup.run(group -> Task.of("first"));
        assertEquals("first", await(call));
        Throwable refused = await(failureOf(call));
        assertTrue(refused.getMessage().startsWith("TaskGroup.run(...) was awaited before"), refused.getMessage());
    }

    @AsyncTest
    void theBlockNeitherJoinsNorClosesItsGroup() throws Exception {
        await(TaskGroup.run(group -> {
            assertThrows(IllegalStateException.class, group::join);
            assertThrows(IllegalStateException.class, group::close);
            return Task.done();
        }));
    }

    // ------------------------------------------------------------------ supervising

    /** Kotlin: supervisorScope; a child that fails ends nobody else. */
    @AsyncTest
    void aSupervisingGroupTellsTheCallbackAndGoesOn() throws Exception {
        List<String> events = new ArrayList<>();
        String result = await(TaskGroup.supervise(
                (child, failure) -> events.add(child.name() + ": " + failure.getMessage()), group -> {
                    group.spawn("broken", failsAfter(ms(1), new IOException("why")));
                    await(sleep(ms(2)));
                    group.spawn("late", failsAfter(ms(1), new IOException("again")));
                    return Task.of(await(group.spawn(named("sibling", ms(5), events))));
                }));
        assertEquals("sibling", result);
        assertEquals(List.of("broken: why", "sibling", "late: again"), events);
    }

    /** Kotlin: a supervisorScope whose block fails. */
    @AsyncTest
    void aBlockThatFailsEndsASupervisingGroup() throws Exception {
        List<String> events = new ArrayList<>();
        IOException failure = new IOException();
        Throwable thrown = await(failureOf(TaskGroup.supervise((child, why) -> events.add("told"), group -> {
            group.spawn(named("child", LONG, events));
            await(sleep(ms(1)));
            throw failure;
        })));
        assertSame(failure, thrown);
        assertEquals(List.of("child", "child cancelled"), events);
    }

    @Test
    void aCallbackThatThrowsHurtsNobodyAndIsReported() throws Exception {
        try (LogRecords log = new LogRecords()) {
            onEverySchedule(() -> {
                List<String> events = new ArrayList<>();
                await(TaskGroup.supervise(TaskGroupTest::rethrow, group -> {
                    group.spawn("broken", failsAfter(ms(1), new IllegalStateException("why")));
                    group.spawn(named("sibling", ms(5), events));
                    return Task.done();
                }));
                assertEquals(List.of("sibling"), events);
                assertEquals(5, millis());
                return Task.done();
            });
            String message = log.messages().get(0);
            assertTrue(
                    message.startsWith("The callback for failures (a lambda in "
                            + getClass().getName()),
                    message);
            assertTrue(message.contains("child broken has failed with java.lang.IllegalStateException"), message);
        }
    }

    private static void rethrow(ScheduledTask<?> child, Throwable failure) {
        throw (IllegalStateException) failure;
    }
}

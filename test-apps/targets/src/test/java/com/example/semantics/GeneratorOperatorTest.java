// SPDX-License-Identifier: Apache-2.0
package com.example.semantics;

import static com.example.semantics.Elements.failing;
import static com.example.semantics.Elements.failsToEnd;
import static com.example.semantics.Elements.first;
import static com.example.semantics.Elements.into;
import static com.example.semantics.Elements.numbers;
import static com.example.semantics.Elements.slowToEnd;
import static com.example.semantics.Schedules.LONG;
import static com.example.semantics.Schedules.failureOf;
import static com.example.semantics.Schedules.millis;
import static com.example.semantics.Schedules.ms;
import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.AsyncGenerator;
import dev.weft.NotWovenException;
import dev.weft.ScheduledTask;
import dev.weft.junit.AsyncTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Timeout;

/** The operators that run in the consumer's task: map, filter and take. */
@Timeout(120)
class GeneratorOperatorTest implements OnEverySchedule {
    private final List<String> events = new ArrayList<>();

    private AsyncGenerator<Integer> to(int count) {
        return numbers("a", count, ms(1), events);
    }

    /** kotlinx MapTest: map, empty flow. */
    @AsyncTest
    void givesWhatTheFunctionMakes() throws Exception {
        assertEquals(List.of("1!", "2!", "3!"), await(to(3).map(i -> i + "!").toList()));
    }

    /** kotlinx MapTest: error cancels upstream. */
    @AsyncTest
    void closesTheSourceBeforeTheFailureOfAFunctionIsThrown() throws Exception {
        IllegalStateException two = new IllegalStateException("two");
        AsyncGenerator<Integer> mapped = slowToEnd("a", ms(5), events).map(i -> {
            if (i == 2) {
                throw two;
            }
            return i;
        });
        events.clear();
        assertTrue(await(mapped.next()));
        assertSame(two, await(failureOf(mapped.next())));
        assertEquals(List.of("a ends after 2"), events);
        assertFalse(await(mapped.next()));
    }

    /** kotlinx MergeTest: nulls. */
    @AsyncTest
    void refusesAFunctionThatMakesNull() throws Exception {
        Throwable thrown = await(failureOf(to(3).map(i -> i == 2 ? null : i).toList()));
        assertInstanceOf(NullPointerException.class, thrown);
        assertTrue(thrown.getMessage().contains("map(...)"), thrown.getMessage());
    }

    /** kotlinx FilterTest: filter, empty flow, filter not. */
    @AsyncTest
    void givesTheElementsForWhichTheConditionHolds() throws Exception {
        assertEquals(List.of(2, 4), await(to(5).filter(i -> i % 2 == 0).toList()));
    }

    /** kotlinx FilterTest: error cancels upstream, also of filter not. */
    @AsyncTest
    void closesTheSourceBeforeTheFailureOfAConditionIsThrown() throws Exception {
        await(into(events, to(5).filter(i -> 6 / (3 - i) > 0)));
        assertEquals(
                List.of(
                        "a begins",
                        "a makes 1",
                        "1",
                        "a makes 2",
                        "2",
                        "a makes 3",
                        "a ends",
                        "java.lang.ArithmeticException: / by zero"),
                events);
    }

    /** kotlinx TakeTest: take, take suspending, empty flow. */
    @AsyncTest
    void takesSoManyOrAllIfThereAreFewer() throws Exception {
        assertEquals(List.of(1, 2), await(to(5).take(2).toList()));
        assertEquals(List.of(1, 2), await(to(2).take(5).toList()));
        assertEquals(List.of(), await(to(0).take(5).toList()));
    }

    /** kotlinx TakeTest: cancel upstream, nested take. */
    @AsyncTest
    void closesTheSourceWhenItHasEnoughAndWaitsForThat() throws Exception {
        AsyncGenerator<Integer> taken = slowToEnd("a", ms(5), events).take(3).take(2);
        assertTrue(await(taken.next()));
        assertTrue(await(taken.next()));
        assertEquals(2, taken.current());
        assertEquals(List.of(), events);
        long before = millis();
        assertFalse(await(taken.next()));
        assertEquals(before + 5, millis());
        assertEquals(List.of("a ends after 2"), events);
    }

    /** kotlinx TakeTest: illegal argument, non-positive values. */
    @AsyncTest
    void neverBeginsTheSourceOfWhichItTakesNothing() throws Exception {
        assertEquals(List.of(), await(to(3).take(0).toList()));
        assertEquals(List.of(), events);
        assertThrows(IllegalArgumentException.class, () -> to(1).take(-1));
    }

    /** kotlinx TakeTest: error cancels upstream. */
    @AsyncTest
    void throwsTheFailureOfTheSourceAsTheSameObject() throws Exception {
        IOException failure = new IOException("gone");
        assertSame(
                failure,
                await(failureOf(failing(2, ms(1), failure)
                        .map(i -> i + 1)
                        .filter(i -> true)
                        .take(9)
                        .toList())));
    }

    /** kotlinx CancellableTest: cancellable. */
    @AsyncTest
    void closesTheSourceWhenTheConsumerIsCancelled() throws Exception {
        ScheduledTask<Void> consumer =
                spawn(into(events, numbers("a", 9, ms(10), events).map(i -> i).filter(i -> true)));
        await(sleep(ms(25)));
        consumer.cancel();
        await(consumer);
        assertEquals(List.of("a begins", "a makes 1", "1", "a makes 2", "2", "a ends"), events.subList(0, 6));
        assertTrue(events.get(6).startsWith(CancellationException.class.getName()), events.get(6));
    }

    @AsyncTest
    void closesTheSourceThatHasBegunWhenItIsClosedBeforeItBegins() throws Exception {
        AsyncGenerator<Integer> source = slowToEnd("a", ms(1), events);
        assertTrue(await(source.next()));
        assertEquals(List.of(), await(first(0, source.map(i -> i))));
        assertEquals(List.of("a ends after 1"), events);
    }

    /** kotlinx CatchTest: upstream exception concurrent with downstream. */
    @AsyncTest
    void suppressesWhatTheFinallyBlockThrowsInTheFailure() throws Exception {
        IllegalStateException inFinally = new IllegalStateException("in finally");
        IllegalArgumentException first = new IllegalArgumentException("first");
        Throwable thrown = await(failureOf(failsToEnd(inFinally)
                .map(i -> {
                    if (i == 2) {
                        throw first;
                    }
                    return i;
                })
                .toList()));
        assertSame(first, thrown);
        assertArrayEquals(new Throwable[] {inFinally}, thrown.getSuppressed());
    }

    @AsyncTest
    void throwsWhatTheFinallyBlockThrowsFromTheClose() throws Exception {
        IllegalStateException inFinally = new IllegalStateException("in finally");
        assertSame(
                inFinally,
                await(failureOf(first(2, failsToEnd(inFinally).map(i -> i).filter(i -> true)))));
        assertSame(inFinally, await(failureOf(failsToEnd(inFinally).take(1).toList())));
    }

    @AsyncTest
    void refusesASecondConsumerAndGoesOnForTheFirst() throws Exception {
        AsyncGenerator<Integer> mapped = numbers("a", 1, LONG, events).map(i -> i);
        ScheduledTask<Boolean> first = spawn(mapped.next());
        await(sleep(ms(1)));
        assertThrows(IllegalStateException.class, mapped::next);
        assertTrue(await(first));
    }

    // ------------------------------------------------------------------ plain code

    private static List<UnaryOperator<AsyncGenerator<Integer>>> operators() {
        return List.of(source -> source.map(i -> i), source -> source.filter(i -> true), source -> source.take(9));
    }

    /** It cannot wait, and need not where the source has nothing to clean up. */
    @AsyncTest
    void plainCodeClosesWhatHasNotBegunAndWhatCleansNothingUp() throws Exception {
        for (UnaryOperator<AsyncGenerator<Integer>> operator : operators()) {
            AsyncGenerator<Integer> source = numbers("a", 9, ms(1), events);
            Runnable closesNew = operator.apply(source)::close;
            closesNew.run();
            assertFalse(await(source.next()));
            AsyncGenerator<Integer> begun = failing(9, ms(1), new IOException("gone"));
            AsyncGenerator<Integer> made = operator.apply(begun);
            assertTrue(await(made.next()));
            Runnable closesBegun = made::close;
            closesBegun.run();
            assertFalse(await(made.next()));
            assertFalse(await(begun.next()));
        }
    }

    @AsyncTest
    void plainCodeIsRefusedWhereTheSourceHasToCleanUp() throws Exception {
        for (UnaryOperator<AsyncGenerator<Integer>> operator : operators()) {
            events.clear();
            AsyncGenerator<Integer> made = operator.apply(slowToEnd("a", ms(1), events));
            assertTrue(await(made.next()));
            Runnable closes = made::close;
            NotWovenException refused = assertThrows(NotWovenException.class, closes::run);
            assertTrue(refused.getMessage().contains("Elements.slowToEnd("), refused.getMessage());
            assertEquals(1, made.current());
            made.close();
            assertEquals(List.of("a ends after 1"), events);
        }
    }
}

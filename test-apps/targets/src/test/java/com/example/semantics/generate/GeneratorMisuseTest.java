// SPDX-License-Identifier: Apache-2.0
package com.example.semantics.generate;

import static com.example.semantics.Schedules.failureOf;
import static com.example.semantics.generate.Generators.close;
import static com.example.semantics.generate.Generators.first;
import static com.example.semantics.generate.Generators.ready;
import static dev.weft.Weft.await;
import static dev.weft.Weft.emit;
import static dev.weft.Weft.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.semantics.OnEverySchedule;
import dev.weft.Async;
import dev.weft.AsyncGenerator;
import dev.weft.EventLoop;
import dev.weft.Task;
import dev.weft.junit.AsyncTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What cannot go well with a generator is refused by name, and takes no loop along. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GeneratorMisuseTest implements OnEverySchedule {
    // ------------------------------------------------------------------ emits while it is closed

    @AsyncTest
    void whoEmitsAgainAndAgainWhileItIsClosedEndsThere() throws Exception {
        List<Throwable> caught = new ArrayList<>();
        AsyncGenerator<Integer> stubborn = stubborn(caught, 1);
        await(stubborn.next());
        Throwable refused = await(failureOf(close(stubborn)));
        assertInstanceOf(IllegalStateException.class, refused);
        assertTrue(refused.getMessage().contains("was refused an emit before"), refused::getMessage);
        assertEquals(2, caught.size(), caught::toString);
        assertSame(caught.get(1), refused.getSuppressed()[0]);
        assertFalse(await(stubborn.next()));
        stubborn.close();
    }

    /** Null is no element, and is refused at its line, but while it is closed nothing is one. */
    @AsyncTest
    void whoEmitsNullWhileItIsClosedEndsThereToo() throws Exception {
        List<Throwable> caught = new ArrayList<>();
        AsyncGenerator<Integer> stubborn = stubborn(caught, null);
        await(stubborn.next());
        assertInstanceOf(IllegalStateException.class, await(failureOf(close(stubborn))));
        assertEquals(2, caught.size(), caught::toString);
    }

    @Async
    @SuppressWarnings("weft:CancellationSwallowed") // takes its close
    private static AsyncGenerator<Integer> stubborn(List<Throwable> caught, Integer later) {
        for (int i = 0; i < 10_000; i++) { // and not for ever, which no test can await
            try {
                emit(i == 0 ? Integer.valueOf(0) : later);
            } catch (Throwable any) {
                caught.add(any);
            }
        }
        return AsyncGenerator.done();
    }

    @AsyncTest
    void whoClosesItHearsOfAnEmitOfWhichItHasCaughtTheRefusal() throws Exception {
        List<String> events = new ArrayList<>();
        for (AsyncGenerator<Integer> generator : List.of(endsAfterARefusal(events), goesOnAfterARefusal(events))) {
            await(generator.next());
            Throwable refused = await(failureOf(close(generator)));
            assertInstanceOf(IllegalStateException.class, refused);
            assertTrue(refused.getMessage().startsWith("emit(...) in generator"), refused::getMessage);
        }
        assertEquals(List.of("GeneratorClosed", "refused", "refused", "finally"), events);
    }

    @Async
    private static AsyncGenerator<Integer> endsAfterARefusal(List<String> events) {
        try {
            emit(1);
        } catch (Throwable any) {
            events.add(any.getClass().getSimpleName());
        }
        try {
            emit(2);
        } catch (IllegalStateException refused) {
            events.add("refused");
        }
        return AsyncGenerator.done();
    }

    @Async
    private static AsyncGenerator<Integer> goesOnAfterARefusal(List<String> events) {
        try {
            emit(1);
        } finally {
            try {
                emit(2);
            } catch (IllegalStateException refused) {
                events.add("refused");
            }
            await(sleep(Duration.ofMillis(1)));
            events.add("finally");
        }
        return AsyncGenerator.done();
    }

    // ------------------------------------------------------------------ circles

    @AsyncTest
    void oneThatReturnsItselfIsRefused() throws Exception {
        List<AsyncGenerator<Integer>> self = new ArrayList<>();
        AsyncGenerator<Integer> circle = returnsFrom(self, 0);
        self.add(circle);
        assertEquals(7, await(first(circle)));
        await(assertIsNoCircle(circle));
    }

    @AsyncTest
    void oneThatReturnsWhatGoesOnWithItIsRefused() throws Exception {
        List<AsyncGenerator<Integer>> all = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            all.add(returnsFrom(all, (i + 1) % 3));
        }
        AsyncGenerator<Integer> circle = all.get(0);
        for (int i = 0; i < 3; i++) {
            assertEquals(7, await(first(circle)));
        }
        await(assertIsNoCircle(circle));
    }

    /** Each has been consumed before, and is led to another one when the circle is closed. */
    @AsyncTest
    void whoWasConsumedBeforeTheCircleWasClosedIsRefused() throws Exception {
        List<AsyncGenerator<Integer>> all = new ArrayList<>();
        all.add(returnsFrom(all, 1));
        all.add(returnsFrom(all, 0));
        await(all.get(1).next());
        await(all.get(0).next());
        await(assertIsNoCircle(all.get(0)));
        assertFalse(await(all.get(1).next()));
    }

    @AsyncTest
    void aCircleThatAnOperatorClosesIsRefused() throws Exception {
        List<AsyncGenerator<Integer>> all = new ArrayList<>();
        AsyncGenerator<Integer> circle = returnsFrom(all, 0);
        all.add(circle.map(i -> i));
        assertEquals(7, await(first(circle)));
        assertInstanceOf(IllegalStateException.class, await(failureOf(circle.next())));
        circle.close();
    }

    @Async
    private static AsyncGenerator<Integer> returnsFrom(List<AsyncGenerator<Integer>> all, int index) {
        emit(7);
        return all.get(index);
    }

    /** The next step is refused, and then it has ended for whoever asks. */
    @Async
    private static Task<Void> assertIsNoCircle(AsyncGenerator<Integer> circle) throws Exception {
        Throwable refused = await(failureOf(circle.next()));
        assertInstanceOf(IllegalStateException.class, refused);
        String expected = "generator " + GeneratorMisuseTest.class.getName() + ".returnsFrom(";
        assertTrue(refused.getMessage().startsWith(expected), refused::getMessage);
        assertTrue(refused.getMessage().contains("returned itself, or a generator that goes on with it"));
        assertFalse(await(circle.next()));
        assertThrows(IllegalStateException.class, circle::current);
        circle.close();
        await(circle.closing());
        return Task.done();
    }

    // ------------------------------------------------------------------ consumers elsewhere

    /** As a task of another loop is. */
    @Test
    void codeWithoutALoopIsRefusedOnAnotherThread() throws Exception {
        AsyncGenerator<Integer> numbers = ready(3);
        try (EventLoop loop = EventLoop.simulatedInOrder()) {
            loop.run(first(numbers));
            List<Throwable> thrown = new ArrayList<>();
            Thread other = new Thread(() -> thrown.add(
                    assertThrows(CompletionException.class, () -> taken(numbers).join())));
            other.start();
            other.join();
            Throwable refused = thrown.get(0).getCause();
            assertInstanceOf(IllegalStateException.class, refused);
            assertTrue(refused.getMessage().contains("a task of an event loop has begun"), refused::getMessage);
            assertEquals(1, loop.run(first(numbers)));
        }
    }

    /** A stage on the thread of the loop is where the loop's tasks are. */
    @AsyncTest
    void aStageOnTheThreadOfTheLoopMayGoOnWithIt() throws Exception {
        AsyncGenerator<Integer> numbers = ready(3);
        assertEquals(0, await(first(numbers)));
        assertEquals(1, await(taken(numbers)));
        assertEquals(2, await(first(numbers)));
    }

    @Async
    private static CompletableFuture<Integer> taken(AsyncGenerator<Integer> numbers) {
        await(numbers.next());
        return CompletableFuture.completedFuture(numbers.current());
    }

    // ------------------------------------------------------------------ null

    @AsyncTest
    void closingNullFailsAsAwaitingItDoes() throws Exception {
        Throwable failure = await(failureOf(close(null)));
        assertInstanceOf(NullPointerException.class, failure);
        assertTrue(failure.getMessage().startsWith("There is no generator to close"), failure::getMessage);
    }
}

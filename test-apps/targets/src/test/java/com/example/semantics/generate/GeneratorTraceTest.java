// SPDX-License-Identifier: Apache-2.0
package com.example.semantics.generate;

import static com.example.semantics.Schedules.failureOf;
import static dev.weft.Weft.await;
import static dev.weft.Weft.callStack;
import static dev.weft.Weft.emit;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.example.semantics.OnEverySchedule;
import com.example.semantics.Schedules;
import dev.weft.Async;
import dev.weft.AsyncGenerator;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.junit.AsyncTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;

/** The generator has its place in dumps, call stacks and traces: above its consumer's await, each caller once. */
@Timeout(120)
class GeneratorTraceTest implements OnEverySchedule {
    /** The methods of this class on a stack, innermost first. */
    private static List<String> ours(Stream<StackTraceElement> stack) {
        return stack.filter(each -> each.getClassName().equals(GeneratorTraceTest.class.getName()))
                .map(StackTraceElement::getMethodName)
                .filter(name -> !name.contains("lambda$")
                        && !name.endsWith("$weft")
                        && !name.startsWith("the")
                        && !name.startsWith("a"))
                .toList();
    }

    private static int lineOf(Stream<StackTraceElement> stack, String method) {
        return stack.filter(each -> each.getMethodName().equals(method))
                .findFirst()
                .orElseThrow()
                .getLineNumber();
    }

    /** asyncio test_asyncgen: aclose compatible with get stack. */
    @AsyncTest
    void aDumpHasTheGeneratorBetweenWhatItAwaitsAndItsConsumer() throws Exception {
        ScheduledTask<Void> consumer = spawn(consumer(waits()));
        await(yieldNow());
        await(yieldNow());
        assertEquals(List.of("leaf", "waits", "consumer"), ours(consumer.callStack().stream()));
        consumer.cancel();
        await(failureOf(consumer));
        ScheduledTask<Void> closer = spawn(closer(cleansUp()));
        await(yieldNow());
        await(yieldNow());
        assertEquals(List.of("leaf", "cleansUp", "closer"), ours(closer.callStack().stream()));
        closer.cancel();
        await(failureOf(closer));
    }

    @Async
    private static Task<Void> leaf() {
        await(sleep(Schedules.LONG));
        return Task.done();
    }

    @Async
    private static AsyncGenerator<Integer> waits() {
        emit(1);
        await(leaf());
        emit(2);
        return AsyncGenerator.done();
    }

    @Async
    private static AsyncGenerator<Integer> cleansUp() {
        try {
            emit(1);
        } finally {
            await(leaf());
        }
        return AsyncGenerator.done();
    }

    @Async
    private static Task<Void> consumer(AsyncGenerator<Integer> numbers) {
        while (await(numbers.next())) {
            numbers.current();
        }
        return Task.done();
    }

    @Async
    private static Task<Void> closer(AsyncGenerator<Integer> numbers) {
        await(numbers.next());
        numbers.close();
        return Task.done();
    }

    @AsyncTest
    void theCallStackOfRunningCodeHasThemToo() throws Exception {
        List<List<String>> stacks = new ArrayList<>();
        await(consumer(looks(stacks)));
        assertEquals(List.of("looks", "consumer"), stacks.get(0));
        assertEquals(List.of("looks", "consumer"), stacks.get(1));
        assertEquals(List.of("looks", "consumer"), stacks.get(2));
    }

    @Async
    private static AsyncGenerator<Integer> looks(List<List<String>> stacks) {
        stacks.add(ours(callStack().stream()));
        emit(1);
        stacks.add(ours(callStack().stream()));
        await(yieldNow());
        stacks.add(ours(callStack().stream()));
        return AsyncGenerator.done();
    }

    /** On the Java stack of its consumer, after a suspension, and behind an emit after one. */
    @AsyncTest
    void theTraceOfAFailureHasEachCallerOnce() throws Exception {
        for (int kind = 0; kind < 4; kind++) {
            Throwable failure = await(failureOf(consumer(outer(fails(kind)))));
            assertEquals(
                    List.of("fails", "outer", "consumer"),
                    ours(Arrays.stream(failure.getStackTrace())),
                    "kind " + kind);
        }
    }

    @Async
    private static AsyncGenerator<Integer> outer(AsyncGenerator<Integer> source) {
        try (source) {
            while (await(source.next())) {
                emit(source.current());
            }
        }
        return AsyncGenerator.done();
    }

    @Async
    private static AsyncGenerator<Integer> fails(int kind) {
        if (kind > 0) {
            emit(1);
        }
        if (kind > 1) {
            await(yieldNow());
        }
        if (kind > 2) {
            emit(2);
        }
        throw new IllegalStateException("kind " + kind);
    }

    @AsyncTest
    void itStandsAtTheLineOfTheEmit() throws Exception {
        AsyncGenerator<Integer> generator = fails(3);
        await(generator.next());
        int line = lineOf(Arrays.stream(await(failureOf(rest(fails(3)))).getStackTrace()), "fails");
        assertEquals(
                "generator " + GeneratorTraceTest.class.getName() + ".fails(GeneratorTraceTest.java:" + (line - 8)
                        + ")",
                generator.toString());
    }

    @Async
    private static Task<Void> rest(AsyncGenerator<Integer> generator) {
        return consumer(generator);
    }
}

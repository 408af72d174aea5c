// SPDX-License-Identifier: Apache-2.0
package com.example.semantics;

import static dev.weft.Weft.await;
import static dev.weft.Weft.run;
import static dev.weft.Weft.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.support.Scale;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One exception that a program throws for its whole life: the object that is thrown is caught, its trace is complete and stays as it is. */
class MillionThrowsTest {
    private static final int TIMES = Scale.of(100_000, 1_000_000);

    @SuppressWarnings("StaticAssignmentOfThrowable") // what is tested
    private static final IllegalStateException SHARED = new IllegalStateException("shared");

    /** As in Java, the line that throws what was made elsewhere is not in its trace. */
    @Test
    void leaveTheTraceOfTheFirst() {
        run(catchOnce());
        StackTraceElement[] first = SHARED.getStackTrace();
        assertEquals(
                List.of("<clinit>", "call", "catchOnce", "leaveTheTraceOfTheFirst"),
                Stream.of(first)
                        .filter(line -> line.getClassName().equals(MillionThrowsTest.class.getName()))
                        .map(StackTraceElement::getMethodName)
                        .toList());
        run(catchOften());
        assertEquals(List.of(first), List.of(SHARED.getStackTrace()));
        assertEquals(0, SHARED.getSuppressed().length);
    }

    @Async
    private static Task<Void> catchOften() {
        for (int i = 0; i < TIMES; i++) {
            await(catchOnce());
        }
        return Task.done();
    }

    @Async
    private static Task<Void> catchOnce() {
        try {
            await(call());
        } catch (IllegalStateException caught) {
            assertSame(SHARED, caught);
        }
        return Task.done();
    }

    @Async
    private static Task<Void> call() {
        await(fail());
        return Task.done();
    }

    @Async
    private static Task<Void> fail() {
        await(yieldNow());
        throw SHARED;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.stack;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.Caller;
import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.internal.Latch;
import dev.weft.internal.Script;
import dev.weft.net.Tcp;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Holds off (docs/weaving-limits.md): Traces made by copying exceptions. */
@Timeout(60)
class AsyncTraceTest {
    private static final List<String> CALLERS =
            List.of("com.example.Orders.load(Orders.java:12)", "com.example.Orders.all(Orders.java:22)");

    /** Suspends, then throws, called by two others. */
    private static Awaitable<Object> failing(Throwable failure) {
        return Script.awaiting(
                "all;com.example.Orders;20,22;Orders.java",
                Script.awaiting("load;com.example.Orders;10,12;Orders.java", Script.of((step, last) -> {
                    if (step == 0) {
                        return Weft.yieldNow();
                    }
                    throw failure;
                })));
    }

    private static <X extends Throwable> X thrownBy(Awaitable<?> awaitable, X failure) {
        try (EventLoop loop = EventLoop.create()) {
            assertSame(failure, assertThrows(Throwable.class, () -> loop.run(awaitable)));
        }
        return failure;
    }

    private static List<String> ordersIn(Throwable thrown) {
        return ordersIn(thrown.getStackTrace());
    }

    private static List<String> ordersIn(StackTraceElement... stack) {
        return Stream.of(stack)
                .filter(element -> element.getClassName().startsWith("com.example"))
                .map(element -> element.toString().replaceFirst(".*/", "")) // without the module of the tests
                .toList();
    }

    @Test
    void theSameObjectIsThrownWithItsAsyncCallers() {
        assertEquals(CALLERS, ordersIn(rethrown()));
    }

    private static IOException rethrown() {
        IOException failure = new IOException();
        return thrownBy(failing(failure), failure);
    }

    @Test
    void anExceptionWithoutATraceGoesOnAsItIs() {
        Throwable bare = new Throwable("bare", null, false, false) {
            private static final long serialVersionUID = 1;
        };
        assertEquals(0, thrownBy(failing(bare), bare).getStackTrace().length);
    }

    /** Such as one that fails, or lies, when asked for its trace: the coroutine ends all the same. */
    @Test
    void anExceptionThatTellsItsTraceInAWayOfItsOwnGoesOnAsItIs() {
        RuntimeException odd = new RuntimeException() {
            private static final long serialVersionUID = 1;

            @Override
            public StackTraceElement[] getStackTrace() {
                throw new UnsupportedOperationException();
            }
        };
        thrownBy(failing(odd), odd);
    }

    @Test
    void aSharedExceptionIsGivenCallersOnce() {
        IOException shared = new IOException();
        thrownBy(failing(shared), shared);
        StackTraceElement[] once = shared.getStackTrace();
        thrownBy(failing(shared), shared);
        assertArrayEquals(once, shared.getStackTrace());
    }

    @Test
    void aFailureSeenByManyIsGivenCallersOnce() {
        IOException failure = new IOException();
        try (EventLoop loop = EventLoop.create()) {
            ScheduledTask<Object> task = loop.spawn(failing(failure));
            for (int i = 0; i < 3; i++) {
                assertThrows(IOException.class, () -> loop.run(Script.awaiting(task)));
            }
        }
        assertEquals(CALLERS, ordersIn(failure));
    }

    @Test
    void noFrameOfTheRuntimeIsLeftBelowTheUsersCode() {
        IOException failure = rethrown();
        assertEquals(
                List.of(),
                Stream.of(failure.getStackTrace())
                        .skip(1)
                        .filter(Machinery::isRuntime)
                        .filter(element -> !element.getClassName().contains("Test"))
                        .toList());
    }

    private static void assertShowsNoMachinery(Throwable thrown) {
        assertEquals(
                List.of(),
                Stream.of(thrown.getStackTrace())
                        .skip(1)
                        .filter(Machinery::isRuntime)
                        .filter(element -> !element.getClassName().contains("Test"))
                        .toList());
    }

    /** A printed trace leaves out what the cause and the exception around it have in common at the end. */
    private static String printedFrom(String start, Throwable thrown) {
        StringWriter printed = new StringWriter();
        thrown.printStackTrace(new PrintWriter(printed));
        return printed.toString().substring(printed.toString().indexOf(start));
    }

    @Test
    void aCauseIsTracedAsTheExceptionAroundIt() {
        IOException cause = new IOException("cause");
        IllegalStateException around = new IllegalStateException("around", new RuntimeException("between", cause));
        thrownBy(failing(around), around);
        assertEquals(CALLERS, ordersIn(cause));
        assertShowsNoMachinery(cause);
        thrownBy(failing(cause), cause);
        assertEquals(CALLERS, ordersIn(cause));
    }

    @Test
    void causesThatGoInACircleAreHarmless() {
        IOException one = new IOException("one");
        IllegalStateException other = new IllegalStateException("other", one);
        one.initCause(other);
        thrownBy(failing(one), one);
        assertEquals(CALLERS, ordersIn(one));
        assertEquals(CALLERS, ordersIn(other));
    }

    /** The runtime asks the channel in a step, and gets an exception that is made there. */
    @Test
    void theCauseOfARefusedConnectionShowsTheChannelAndWhoAwaitsAlone() throws Exception {
        InetSocketAddress nobody;
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = (InetSocketAddress) gone.getLocalSocketAddress();
        }
        for (boolean isAwaitedAtOnce : List.of(true, false)) {
            try (EventLoop loop = EventLoop.create()) {
                IOException refused = assertThrows(
                        IOException.class,
                        () -> loop.run(Script.awaiting(
                                "all;com.example.Orders;20,22;Orders.java",
                                Script.awaiting(
                                        isAwaitedAtOnce
                                                ? Tcp.openConnection(nobody)
                                                : loop.spawn(Tcp.openConnection(nobody))))));
                Throwable cause = Objects.requireNonNull(refused.getCause());
                assertEquals(List.of("com.example.Orders.all(Orders.java:22)"), ordersIn(cause));
                assertShowsNoMachinery(cause);
                assertTrue(printedFrom("Caused by", refused).contains(" more"), () -> printedFrom("", refused));
            }
        }
    }

    /** A loop that refuses a task is not the loop that runs the code which asked it. */
    @Test
    void theCodeThatAnotherLoopRefusedIsAboveItsAsyncCallers() {
        EventLoop closed = EventLoop.create();
        closed.close();
        try (EventLoop loop = EventLoop.create()) {
            IllegalStateException refused = assertThrows(
                    IllegalStateException.class,
                    () -> loop.run(Script.awaiting(
                            "all;com.example.Orders;20,22;Orders.java",
                            Script.of((step, last) ->
                                    step == 0 ? Weft.yieldNow() : Caller.call(() -> closed.spawn(Task.done()))))));
            assertEquals(
                    List.of("com.example.Caller.call(Caller.java:12)", "com.example.Orders.all(Orders.java:22)"),
                    ordersIn(refused));
        }
    }

    /** As a coroutine without a loop goes on in the middle of whatever completes what it awaits. */
    @Test
    void whoeverWakesACoroutineIsNotItsCaller() {
        IOException failure = new IOException();
        Latch latch = new Latch();
        List<StackTraceElement> stack = new ArrayList<>();
        var future = Script.awaiting(
                        "all;com.example.Orders;20,22;Orders.java",
                        Script.awaiting("load;com.example.Orders;10,12;Orders.java", Script.of((step, last) -> {
                            if (step == 0) {
                                return latch;
                            }
                            stack.addAll(Weft.callStack());
                            throw failure;
                        })))
                .toCompletableFuture();
        Caller.call(() -> {
            latch.open();
            return "opened";
        });
        assertTrue(future.isCompletedExceptionally());
        assertEquals(CALLERS, ordersIn(failure));
        assertEquals(CALLERS, ordersIn(stack.toArray(StackTraceElement[]::new)));
    }

    /** What the mark says is not told by what it stands on. */
    @Test
    void theMarkIsInNoPrintedTrace() {
        IOException failure = rethrown();
        assertTrue(Mark.in(failure.getStackTrace()) != null);
        assertEquals(
                List.of(),
                Stream.of(failure.getStackTrace())
                        .filter(element -> element.toString().contains("weft "))
                        .toList());
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.Caller;
import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Weft;
import dev.weft.internal.Script;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AsyncCancellationTest {
    private static final Duration LONG = Duration.ofHours(1);
    private static final String LOAD = "com.example.Orders.load(Orders.java:12)";
    private static final String ALL = "com.example.Orders.all(Orders.java:22)";
    private static final String CALLER = "com.example.Caller.call(Caller.java:12)";
    private static final String MAIN = "com.example.Main.main(Main.java:32)";

    private final EventLoop loop = EventLoop.simulated(1);

    @AfterEach
    void close() {
        loop.close();
    }

    private static <T> Awaitable<T> orders(Awaitable<T> awaited) {
        return Script.awaiting(
                "all;com.example.Orders;20,22;Orders.java",
                Script.awaiting("load;com.example.Orders;10,12;Orders.java", Script.awaiting(awaited)));
    }

    private static <T> Awaitable<T> main(Awaitable<T> awaited) {
        return Script.awaiting("main;com.example.Main;30,32;Main.java", awaited);
    }

    /** Awaits after a suspension. */
    private static <T> Awaitable<T> mainLater(Awaitable<T> awaited) {
        return main(Script.of((step, last) -> step == 0 ? Weft.yieldNow() : step == 1 ? awaited : last.get()));
    }

    private ScheduledTask<Void> sleeping() {
        ScheduledTask<Void> task = Caller.call(() -> loop.spawn(orders(Weft.sleep(LONG))));
        turn();
        return task;
    }

    private void turn() {
        loop.run(Weft.sleep(Duration.ofMillis(1)));
    }

    private CancellationException cancelled(ScheduledTask<?> task) {
        task.cancel();
        turn();
        return assertThrows(CancellationException.class, task::result);
    }

    private static List<String> lines(Throwable thrown) {
        return Stream.of(thrown.getStackTrace())
                .map(element -> element.toString().replaceFirst(".*/", "")) // without the module of the tests
                .toList();
    }

    private static String printed(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    @Test
    void itsTraceIsTheAwaitsTheSpawnAndWhoRunsTheLoop() {
        ScheduledTask<?> task = sleeping();
        assertEquals(
                List.of(LOAD, ALL, CALLER, CALLER),
                lines(Caller.call(() -> cancelled(task))).subList(0, 4));
    }

    /** The loop is run from elsewhere: what was known of the last run is not true any more. */
    @Test
    void eachRunOfALoopHasItsOwnCallersInIt() {
        ScheduledTask<?> first = sleeping();
        Caller.call(() -> cancelled(first));
        List<String> second = lines(cancelled(sleeping()));
        assertEquals(List.of(LOAD, ALL, CALLER), second.subList(0, 3));
        assertNotEquals(CALLER, second.get(3));
    }

    @Test
    void whoAwaitsItFromBeforeIsInIt() {
        ScheduledTask<Void> task = sleeping();
        ScheduledTask<?> waiter = loop.spawn(main(task));
        turn();
        Throwable seen = cancelled(task);
        assertEquals(List.of(LOAD, ALL, MAIN), lines(seen).subList(0, 3));
        assertEquals(1, lines(seen).stream().filter(MAIN::equals).count());
        assertSame(seen, assertThrows(CancellationException.class, waiter::result));
    }

    @Test
    void whoAwaitsItLaterTakesThePlaceOfTheSpawn() {
        ScheduledTask<Void> task = sleeping();
        CancellationException before = cancelled(task);
        Throwable seen = assertThrows(CancellationException.class, () -> loop.run(mainLater(task)));
        assertSame(before, seen);
        assertEquals(List.of(LOAD, ALL, MAIN), lines(seen).subList(0, 3));
        assertTrue(
                lines(seen).stream().noneMatch(line -> line.equals(CALLER)),
                lines(seen).toString());
        assertThrows(CancellationException.class, () -> loop.run(orders(task)));
        assertEquals(List.of(LOAD, ALL, MAIN), lines(seen).subList(0, 3));
        assertEquals(1, lines(seen).stream().filter(LOAD::equals).count());
    }

    @Test
    void whoAwaitsItInTheSameTurnTakesThePlaceOfTheSpawn() {
        ScheduledTask<Void> task = sleeping();
        task.cancel();
        Throwable seen = assertThrows(CancellationException.class, () -> loop.run(main(task)));
        assertEquals(List.of(LOAD, ALL, MAIN), lines(seen).subList(0, 3));
        assertTrue(
                lines(seen).stream().noneMatch(line -> line.equals(CALLER)),
                lines(seen).toString());
    }

    @Test
    void whatHasNotStartedIsSaidToHaveBeenSpawned() {
        ScheduledTask<?> task = Caller.call(() -> loop.spawn(orders(Weft.sleep(LONG))));
        String trace = lines(cancelled(task)).toString();
        assertTrue(trace.startsWith("[" + CALLER), trace);
        assertTrue(lines(cancelled(task)).stream().noneMatch(line -> line.startsWith("dev.weft.abi")), trace);
    }

    @Test
    void isPrintedAsACauseWithItsTrace() {
        CancellationException cancelled = cancelled(sleeping());
        String around = printed(new IllegalStateException("around", cancelled));
        assertTrue(
                around.contains("Caused by: java.util.concurrent.CancellationException: cancelled by thread \""),
                around);
        assertTrue(around.contains("\tat " + LOAD + System.lineSeparator() + "\tat " + ALL), around);
    }

    @Test
    void isPrintedAmongSuppressedOnesWithItsTrace() {
        Exception other = new IllegalStateException("other");
        other.addSuppressed(cancelled(sleeping()));
        assertTrue(printed(other)
                .contains("Suppressed: java.util.concurrent.CancellationException: cancelled by thread \""));
        assertTrue(printed(other).contains("\tat " + LOAD + System.lineSeparator() + "\t\tat " + ALL), printed(other));
    }

    @Test
    void isSerializedAsAPlainOne() throws Exception {
        CancellationException cancelled = cancelled(sleeping());
        cancelled.addSuppressed(new IOException("also"));
        cancelled.initCause(new IOException("because"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(cancelled);
        }
        CancellationException read = (CancellationException)
                new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
        assertEquals(CancellationException.class, read.getClass());
        assertEquals(printed(cancelled), printed(read));
    }

    /** The Java stack says where it is, and so it is one that has it. */
    @Test
    void isThrownToNobodyWhoRuns() {
        CancellationException running = assertThrows(
                CancellationException.class,
                () -> loop.run(orders(Script.of((step, last) -> {
                    if (step > 0) {
                        return last.get();
                    }
                    Weft.currentTask().cancel();
                    return Weft.sleep(LONG);
                }))));
        assertEquals(CancellationException.class, running.getClass());
        assertInstanceOf(AsyncCancellation.class, cancelled(sleeping()));
    }

    @Test
    void aTraceThatSomebodyHasSetIsCompletedAsThatOfOthers() {
        ScheduledTask<?> task = sleeping();
        CancellationException cancelled = cancelled(task);
        StackTraceElement set = new StackTraceElement("com.example.Set", "set", "Set.java", 1);
        cancelled.setStackTrace(new StackTraceElement[] {set});
        assertEquals(List.of(set), List.of(cancelled.getStackTrace()));
        assertThrows(CancellationException.class, () -> loop.run(mainLater(task)));
        assertEquals(List.of(set.toString(), MAIN), lines(cancelled).subList(0, 2));
    }

    @Test
    void theJavaStackIsItsTraceIfSomebodyAsksForThat() {
        Throwable filled = cancelled(sleeping()).fillInStackTrace();
        assertTrue(lines(filled).toString().contains(".theJavaStackIsItsTraceIfSomebodyAsksForThat("));
        assertTrue(lines(filled).stream().noneMatch(LOAD::equals), lines(filled).toString());
    }

    @Test
    void saysWhoAskedThoughTheyHaveGoneOn() {
        ScheduledTask<?> task = sleeping();
        ScheduledTask<Object> killer = loop.spawn("killer", Script.of((step, last) -> task.cancel()));
        turn();
        assertEquals(ScheduledTask.State.SUCCEEDED, killer.state());
        String message = String.valueOf(
                assertThrows(CancellationException.class, task::result).getMessage());
        assertTrue(message.startsWith("cancelled by task killer"), message);
    }
}

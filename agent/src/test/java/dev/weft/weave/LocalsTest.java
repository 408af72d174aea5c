// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.weft.Task;
import dev.weft.abi.Frame;
import dev.weft.abi.Local;
import dev.weft.abi.Woven;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The variables of a suspended frame by their names, and what is kept of them for debuggers (decisions 7 and 48). */
class LocalsTest {
    private static final String SOURCE = """
            package p;
            import static dev.weft.Weft.*;
            import dev.weft.*;
            import java.util.*;
            import java.util.concurrent.*;
            public class A {
                static CompletableFuture<String> gate = new CompletableFuture<>();
                static List<Object> seen = new ArrayList<>();
                final long base = 5;

                static Task<Integer> start() {
                    gate = new CompletableFuture<>();
                    return shape(7, 1L << 40, "arg");
                }

                @Async static Task<Integer> shape(int count, long wide, String unread) {
                    boolean yes = count > 0;
                    char letter = 'x';
                    byte small = -3;
                    short less = -4;
                    float half = 0.5f;
                    double third = 0.25;
                    Object nothing = null;
                    int[] array = {1, 2};
                    int dead = count * 2;
                    await(gate);
                    seen = List.of(yes, letter, small, less, half, third, array.length, wide);
                    await(gate);
                    return Task.of(hash(nothing) + count);
                }

                static int hash(Object object) { return 0; }

                static Task<Long> startOne() { gate = new CompletableFuture<>(); return new A().one(3); }

                @Async Task<Long> one(int number) {
                    long sum = 0;
                    for (int i = 0; i < number; i++) {
                        long part = base + i;
                        sum += part;
                        await(gate);
                    }
                    { String first = "first"; await(gate); hash(first); }
                    { Integer second = 2; await(gate); hash(second); }
                    return Task.of(sum);
                }

                static Object open() { gate.complete(""); return seen; }
            }
            """;

    private static final WovenSource WOVEN = new WovenSource("p.A", SOURCE, WeaveOptions.STANDARD);
    private static final WovenSource FOR_DEBUGGERS = new WovenSource("p.A", SOURCE, WeaveOptions.FOR_DEBUGGERS);

    /** Of the task that {@link #suspended} has started. */
    private CompletableFuture<?> result = new CompletableFuture<>();

    @Test
    void ofAColdFrameAreItsArguments() throws Throwable {
        assertEquals("count=7 wide=1099511627776 unread=arg", text((Frame<?>) WOVEN.call("p.A", "start")));
    }

    @Test
    void ofASuspendedFrameAreThoseInScopeWithTheTypesOfTheSource() throws Throwable {
        assertEquals(
                "count=7 wide=1099511627776 unread-dead yes=true letter=x small=-3 less=-4 half=0.5 third=0.25"
                        + " nothing=null array=[1, 2] dead-dead",
                text(suspended(WOVEN, "start")));
    }

    @Test
    void ofALoopAreThoseOfTheTurn() throws Throwable {
        assertEquals("number=3 sum=5 i=0 part-dead", text(suspended(WOVEN, "startOne")));
    }

    @Test
    void areAllKeptForDebuggers() throws Throwable {
        assertEquals(
                "count=7 wide=1099511627776 unread=arg yes=true letter=x small=-3 less=-4 half=0.5 third=0.25"
                        + " nothing=null array=[1, 2] dead=14",
                text(suspended(FOR_DEBUGGERS, "start")));
        assertEquals("number=3 sum=5 i=0 part=5", text(suspended(FOR_DEBUGGERS, "startOne")));
    }

    @Test
    void ofCodeForDebuggersComeBackAsTheyWere() throws Throwable {
        suspended(FOR_DEBUGGERS, "start");
        FOR_DEBUGGERS.call("p.A", "open");
        assertEquals(7, result.get());
        assertEquals(
                "[true, x, -3, -4, 0.5, 0.25, 2, 1099511627776]",
                FOR_DEBUGGERS.call("p.A", "open").toString());
    }

    /** A heap dump has no code, so the names are data; and code that repeats the same part says so. */
    @Test
    void areNamedInAConstant() throws Exception {
        Field field = WOVEN.load("p.A$weft$one").getDeclaredField(Woven.LOCALS);
        field.setAccessible(true);
        assertEquals(
                "j0/l0/i0/i1;number.i0;number.i0/sum.j0/i.i1/part.;number./sum.j0/first.l0;number./sum.j0/second.l0",
                sorted((String) field.get(null)));
    }

    /** The order of the fields is the layout's own affair. */
    private static String sorted(String locals) {
        String[] parts = locals.split(";", 2);
        assertEquals("i0/i1/j0/l0", Arrays.stream(parts[0].split("/")).sorted().collect(Collectors.joining("/")));
        return "j0/l0/i0/i1;" + parts[1];
    }

    @Test
    void areNotNamedWithoutDebugInformation() throws Throwable {
        WovenSource bare = new WovenSource("p.A", SOURCE, List.of("-g:none"));
        assertEquals(List.of(), suspended(bare, "start").variables());
        assertFalse(Arrays.stream(bare.load("p.A$weft$one").getDeclaredFields())
                .anyMatch(field -> field.getName().equals(Woven.LOCALS)));
    }

    private Frame<?> suspended(WovenSource source, String method) throws Throwable {
        Task<?> task = (Task<?>) source.call("p.A", method);
        result = task.toCompletableFuture();
        return (Frame<?>) task;
    }

    private static String text(Frame<?> frame) {
        return frame.variables().stream().map(LocalsTest::text).collect(Collectors.joining(" "));
    }

    private static String text(Local local) {
        Object value = local.value() instanceof int[] array ? Arrays.toString(array) : local.value();
        return local.name() + (local.isKept() ? "=" + value : "-dead");
    }
}

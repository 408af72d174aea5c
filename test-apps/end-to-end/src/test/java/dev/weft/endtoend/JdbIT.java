// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.endtoend.Jdb.Stop;
import dev.weft.support.Built;
import dev.weft.support.SourceLines;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What somebody with a debugger sees of woven code. Holds off (docs/weaving-limits.md): Debuggers. */
class JdbIT {
    private static final String JDKS = "dev.weft.support.Scale#jdks";

    /** The loop on top of a call stack that ends where the program began. */
    private static final String MAIN_FRAME = "Debugged\\.main \\(Debugged\\.java:\\d+\\)";

    @ParameterizedTest
    @MethodSource(JDKS)
    void eachLineStopsOncePerPass(Path jdk) throws Exception {
        try (Jdb jdb = new Jdb(jdk, "loop")) {
            stopAt(jdb, "loop first", "loop await", "loop next", "loop last");
            List<Stop> expected = new ArrayList<>(List.of(stop("loop first")));
            for (int pass = 0; pass < 3; pass++) {
                expected.addAll(List.of(stop("loop await"), stop("loop next"), stop("loop last")));
            }
            assertEquals(expected, jdb.goToEnd());
        }
    }

    @ParameterizedTest
    @MethodSource(JDKS)
    void eachLineStopsOncePerPassIfNothingSuspends(Path jdk) throws Exception {
        try (Jdb jdb = new Jdb(jdk, "once")) {
            stopAt(jdb, "once first", "once await", "once next", "once call", "plain first", "once last");
            List<Stop> expected = new ArrayList<>(List.of(stop("once first")));
            for (int pass = 0; pass < 2; pass++) {
                expected.addAll(List.of(
                        stop("once await"),
                        stop("once next"),
                        stop("once call"),
                        stop("plain first"),
                        stop("once last")));
            }
            assertEquals(expected, jdb.goToEnd());
        }
    }

    @ParameterizedTest
    @MethodSource(JDKS)
    void calleeAndCallerStopOnceEach(Path jdk) throws Exception {
        try (Jdb jdb = new Jdb(jdk, "fused")) {
            String[] lines = {
                "fused first", "fused call", "scaled first", "scaled await", "scaled next", "fused next", "fused last"
            };
            stopAt(jdb, lines);
            assertEquals(List.of(lines).stream().map(JdbIT::stop).toList(), jdb.goToEnd());
        }
    }

    /** As any: its entry is no line, and the end of the method is one. */
    @ParameterizedTest
    @MethodSource(JDKS)
    void eachLineOfATestThatReturnsNothingStopsOncePerPass(Path jdk) throws Exception {
        try (Jdb jdb = new Jdb(jdk, "tested")) {
            stopAt(jdb, "tested first", "tested await", "tested next", "tested last");
            assertEquals(
                    List.of(
                            stop("tested first"),
                            stop("tested await"),
                            stop("tested next"),
                            stop("tested await"),
                            stop("tested next"),
                            stop("tested last")),
                    jdb.goToEnd());
        }
    }

    /** The await begins on one line, and the call that it awaits on another. */
    @ParameterizedTest
    @MethodSource(JDKS)
    void statementOnManyLinesStopsOnEach(Path jdk) throws Exception {
        try (Jdb jdb = new Jdb(jdk, "all")) {
            stopAt(jdb, "spread inner", "spread call");
            assertEquals(List.of(stop("spread inner"), stop("spread call")), jdb.goToEnd());
        }
    }

    @ParameterizedTest
    @MethodSource(JDKS)
    void argumentsAndLocalsKeepTheirValues(Path jdk) throws Exception {
        try (Jdb jdb = new Jdb(jdk, "loop")) {
            stopAt(jdb, "loop await", "loop next");
            assertEquals(stop("loop await"), jdb.go("cont"));
            assertEquals(
                    Map.of(
                            "rounds", "3",
                            "base", "7000000000",
                            "scale", "0.25",
                            "name", "\"abc\"",
                            "sum", "7000000000",
                            "part", "0.25",
                            "i", "0"),
                    jdb.locals());
            assertEquals(stop("loop next"), jdb.go("cont"));
            assertLoopVariables(jdb, "7000000000", "0.25", "0");
            assertEquals(stop("loop await"), jdb.go("cont"));
            assertLoopVariables(jdb, "7000000000", "0.5", "1");
            assertEquals(stop("loop next"), jdb.go("cont"));
            assertLoopVariables(jdb, "7000000000", "0.5", "1");
            assertEquals(stop("loop await"), jdb.go("cont"));
            assertEquals(stop("loop next"), jdb.go("cont"));
            assertLoopVariables(jdb, "7000000001", "1.0", "2");
        }
    }

    /** After a resume, the two arguments that nothing reads any more are there, with a default. */
    private static void assertLoopVariables(Jdb jdb, String sum, String part, String i) throws Exception {
        assertEquals(
                Map.of(
                        "rounds", "3",
                        "base", "0",
                        "scale", "0.0",
                        "name", "\"abc\"",
                        "sum", sum,
                        "part", part,
                        "i", i),
                jdb.locals());
    }

    @ParameterizedTest
    @MethodSource(JDKS)
    void instanceKeepsThis(Path jdk) throws Exception {
        try (Jdb jdb = new Jdb(jdk, "fused")) {
            stopAt(jdb, "scaled await", "scaled next");
            assertEquals(stop("scaled await"), jdb.go("cont"));
            assertEquals(Map.of("value", "42", "shift", "0.25", "result", "63.0"), jdb.locals());
            assertEquals("1.5", jdb.print("factor"));
            assertEquals(stop("scaled next"), jdb.go("cont"));
            assertEquals(Map.of("value", "0", "shift", "0.25", "result", "63.0"), jdb.locals());
            assertEquals("1.5", jdb.print("factor"));
        }
    }

    @ParameterizedTest
    @MethodSource(JDKS)
    void lambdaIsDebuggedLikeAMethod(Path jdk) throws Exception {
        try (Jdb jdb = new Jdb(jdk, "lambda")) {
            stopAt(jdb, "lambda first", "lambda await", "lambda next");
            assertEquals(lineOf("lambda first"), jdb.go("cont").line());
            assertEquals(Map.of("captured", "40"), jdb.locals());
            assertEquals(lineOf("lambda await"), jdb.go("cont").line());
            assertEquals(Map.of("captured", "40", "own", "41"), jdb.locals());
            assertEquals(lineOf("lambda next"), jdb.go("cont").line());
            assertEquals("41", jdb.locals().get("own"));
            String top = jdb.where().get(0);
            assertTrue(top.matches("Debugged\\.lambda\\$lambda\\$\\d+ \\(.*"), top);
            assertEquals(lineOf("lambda last"), jdb.go("next").line());
            assertEquals("42", jdb.locals().get("own"));
            assertEquals(Stop.END, jdb.go("cont"));
        }
    }

    @ParameterizedTest
    @MethodSource(JDKS)
    void whereShowsTheMethodOverTheLoop(Path jdk) throws Exception {
        try (Jdb jdb = new Jdb(jdk, "loop")) {
            stopAt(jdb, "loop await", "loop next");
            jdb.go("cont");
            assertStack(jdb.where(), frame("loop await"));
            jdb.go("cont");
            assertStack(jdb.where(), frame("loop next"));
        }
    }

    /** The caller is on the stack until the callee suspends for the first time. */
    @ParameterizedTest
    @MethodSource(JDKS)
    void whereShowsTheCallerUntilTheCalleeSuspends(Path jdk) throws Exception {
        try (Jdb jdb = new Jdb(jdk, "fused")) {
            stopAt(jdb, "scaled await", "scaled next", "fused next");
            jdb.go("cont");
            assertStack(jdb.where(), frame("scaled await"), frame("fused call"));
            jdb.go("cont");
            assertStack(jdb.where(), frame("scaled next"));
            jdb.go("cont");
            assertStack(jdb.where(), frame("fused next"));
        }
    }

    /** User code on top, then what resumed it, the runtime, and where the program called run. */
    private static void assertStack(List<String> stack, String... top) {
        assertEquals(List.of(top), stack.subList(0, top.length));
        assertTrue(stack.get(stack.size() - 1).matches(MAIN_FRAME), stack::toString);
        List<String> machinery = stack.subList(top.length, stack.size() - 1);
        assertEquals(
                List.of(),
                machinery.stream()
                        .filter(frame -> !frame.matches("(dev\\.weft\\.\\S+|Debugged\\.\\w+\\$weft"
                                + "|Debugged\\$weft\\$\\w+\\.resume) \\(.*"))
                        .toList());
    }

    @ParameterizedTest
    @MethodSource(JDKS)
    void nextPassesOverAnAwaitThatCompletesAtOnce(Path jdk) throws Exception {
        assertPassesOver(jdk, "next");
    }

    @ParameterizedTest
    @MethodSource(JDKS)
    void stepPassesOverAnAwaitThatCompletesAtOnce(Path jdk) throws Exception {
        assertPassesOver(jdk, "step");
    }

    private static void assertPassesOver(Path jdk, String command) throws Exception {
        try (Jdb jdb = new Jdb(jdk, "once")) {
            stopAt(jdb, "once await");
            for (int pass = 0; pass < 2; pass++) {
                assertEquals(stop("once await"), jdb.go("cont"));
                assertEquals(stop("once next"), jdb.go(command));
                assertEquals(stop("once call"), jdb.go(command));
                if (command.equals("next")) {
                    assertEquals(stop("once last"), jdb.go(command));
                }
            }
            assertEquals(Stop.END, jdb.go("cont"));
        }
    }

    /** The declaration is the one line that is not in a method by itself. */
    @ParameterizedTest
    @MethodSource(JDKS)
    void stepEntersAMethodAtItsDeclaration(Path jdk) throws Exception {
        try (Jdb jdb = new Jdb(jdk, "once")) {
            stopAt(jdb, "once call");
            assertEquals(stop("once call"), jdb.go("cont"));
            assertEquals(stop("plain declared"), jdb.go("step"));
            assertEquals(stop("plain first"), jdb.go("step"));
            assertEquals(Map.of("number", "0"), jdb.locals());
            assertEquals(stop("once call"), jdb.go("step up"));
            assertEquals(stop("once last"), jdb.go("step"));
        }
    }

    @ParameterizedTest
    @MethodSource(JDKS)
    void stepAndNextGoOnAfterAResume(Path jdk) throws Exception {
        try (Jdb jdb = new Jdb(jdk, "loop")) {
            stopAt(jdb, "loop await", "loop next");
            jdb.go("cont");
            assertEquals(stop("loop next"), jdb.go("cont"));
            assertEquals(stop("loop last"), jdb.go("next"));
            assertEquals(stop("loop await"), jdb.go("cont"));
            assertEquals(stop("loop next"), jdb.go("cont"));
            assertEquals(stop("loop last"), jdb.go("step"));
        }
    }

    /** The thread leaves the method there, so the step cannot end on the next line; it ends on no statement's line. */
    @ParameterizedTest
    @MethodSource(JDKS)
    void nextOverAnAwaitThatSuspendsStopsAtTheDeclaration(Path jdk) throws Exception {
        try (Jdb jdb = new Jdb(jdk, "loop")) {
            stopAt(jdb, "loop await", "loop next");
            assertEquals(stop("loop await"), jdb.go("cont"));
            assertEquals(stop("loop declared"), jdb.go("next"));
            assertEquals(stop("loop next"), jdb.go("cont"));
        }
    }

    /** Through two methods, of which the inner one suspends: for a debugger the task stays where it is, with all its variables. */
    @ParameterizedTest
    @MethodSource(JDKS)
    void nextForDebuggersPassesOverAnAwaitThatSuspends(Path jdk) throws Exception {
        try (Jdb jdb = new Jdb(jdk, "fused", Built.agentOption() + "=debug=true")) {
            stopAt(jdb, "scaled await");
            assertEquals(stop("scaled await"), jdb.go("cont"));
            assertEquals(stop("scaled next"), jdb.go("next"));
            assertEquals(Map.of("value", "42", "shift", "0.25", "result", "63.0"), jdb.locals());
            assertEquals(
                    List.of(frame("scaled next"), frame("fused call")),
                    jdb.where().subList(0, 2));
            assertEquals(stop("scaled last"), jdb.go("next"));
            assertEquals(stop("fused call"), jdb.go("next")); // back in the middle of it
            assertEquals(stop("fused next"), jdb.go("next"));
            assertEquals(stop("fused last"), jdb.go("next"));
        }
    }

    @ParameterizedTest
    @MethodSource(JDKS)
    void aDumpIsOneExpressionAway(Path jdk) throws Exception {
        try (Jdb jdb = new Jdb(jdk, "fused")) {
            stopAt(jdb, "scaled next");
            jdb.go("cont");
            // Loaded by a thread that may have had no time yet.
            jdb.print("java.lang.Class.forName(\"dev.weft.debug.TaskDump\")");
            DumpedTasks dump = new DumpedTasks(jdb.printText("dev.weft.debug.TaskDump.dumpJson()"));
            assertEquals(
                    List.of("Debugged.java:" + lineOf("scaled next"), "Debugged.java:" + lineOf("fused call")),
                    DumpedTasks.linesOf(dump.named("main")).subList(0, 2));
        }
    }

    private static void stopAt(Jdb jdb, String... marks) throws Exception {
        for (String mark : marks) {
            jdb.stopAt(lineOf(mark));
        }
    }

    /** A stop in the method that the mark begins with. */
    private static Stop stop(String mark) {
        return new Stop(methodOf(mark), lineOf(mark));
    }

    private static String frame(String mark) {
        return "Debugged." + methodOf(mark) + " (Debugged.java:" + lineOf(mark) + ")";
    }

    private static String methodOf(String mark) {
        String word = mark.substring(0, mark.indexOf(' '));
        return word.equals("once") ? "atOnce" : word;
    }

    /** The line of {@code Debugged} that ends with the mark. */
    private static int lineOf(String mark) {
        return SourceLines.marked(Built.targetsSources().resolve("com/example/targets/Debugged.java"), mark);
    }
}

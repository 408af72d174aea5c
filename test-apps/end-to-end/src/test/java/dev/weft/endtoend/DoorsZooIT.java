// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.support.Jdks;
import dev.weft.support.Subprocess;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The programs of the JDK and a signal tell of the tasks that {@code dump} tells of; and so does a heap dump, when the program is dead. */
@ParameterizedClass
@MethodSource("dev.weft.endtoend.Look#crossed") // not one in turn: JFR.view is on the newer JDK alone
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SuppressWarnings("NullAway.Init") // JUnit calls open first
record DoorsZooIT(Look look) {
    private static final int LAST = Integer.MAX_VALUE;

    /** The tasks of this zoo stand still; this one is in no text but at its end. */
    private static final Pattern WHOLE_TREE = Pattern.compile("(?s)detached-1 .*PlainThread\\.java:\\d+\\)\\R");

    @TempDir
    private static Path folder;

    private static OpenZoo zoo;
    private static DumpedTasks tasks;

    @BeforeParameterizedClassInvocation
    static void open(Look look) throws Exception {
        zoo = new OpenZoo(look, List.of("-Dweft.debug.signal=USR1"));
        tasks = new DumpedTasks(zoo.answer("dump", "--json"));
    }

    @AfterParameterizedClassInvocation
    static void close() {
        zoo.close();
    }

    @Test
    void aRecordingHasATaskOfEachId() throws Exception {
        zoo.jcmd("JFR.start", "name=all");
        String recording = folder.resolve("tasks.jfr").toString();
        zoo.jcmd("JFR.dump", "name=all", "filename=" + recording);
        zoo.jcmd("JFR.stop", "name=all");
        String printed = zoo.ofItsJdk("jfr", "print", "--events", "weft.Task", recording);
        assertEquals(tasks.ids(), found("(?m)^ +id = \"(\\S+)\"$", printed));
    }

    /** The JDK shows what has been flushed, which it does every second, also in the middle of the events of one moment. */
    @Test
    void aViewOfARecordingShowsTheTasksWhileItGoesOn() throws Exception {
        assumeTrue(Jdks.feature(look.way().jdk()) >= 21, "there is no JFR.view before JDK 21");
        zoo.jcmd("JFR.start", "name=view");
        Set<String> shown = viewed();
        while (shown.size() < tasks.ids().size()) {
            shown = viewed();
        }
        zoo.jcmd("JFR.stop", "name=view");
        assertEquals(tasks.ids(), shown);
    }

    private Set<String> viewed() throws Exception {
        return found(
                "(?m)^\\d\\d:\\d\\d:\\d\\d .*? (\\d+\\.\\d+) +[a-z]", zoo.jcmd("JFR.view", "width=250", "weft.Task"));
    }

    @Test
    void aSignalPrintsTheTree() throws Exception {
        int status = new ProcessBuilder("kill", "-USR1", Long.toString(zoo.pid()))
                .start()
                .waitFor();
        assertEquals(0, status);
        assertEquals(tasks.ids(), found("#(\\d+\\.\\d+) ", zoo.printsUntil(WHOLE_TREE)));
    }

    @Test
    void theManagementBeanTellsOfTheSameTasks() throws Exception {
        zoo.jcmd("ManagementAgent.start_local");
        Matcher address = Pattern.compile("service:jmx:\\S+").matcher(zoo.jcmd("ManagementAgent.status"));
        assertTrue(address.find());
        try (TasksByJmx bean = new TasksByJmx(address.group())) {
            assertEquals(tasks.ids(), new DumpedTasks(bean.operation("dumpJson")).ids());
            assertEquals(tasks.ids(), found("#(\\d+\\.\\d+) ", bean.operation("dump")));
        }
    }

    @Test
    @Order(LAST)
    void aHeapDumpHasTheSameTasksAndLinesWhenTheProgramIsDead() throws Exception {
        String file = folder.resolve("zoo-" + zoo.pid() + ".hprof").toString();
        zoo.jcmd("GC.heap_dump", file);
        zoo.kill();
        Subprocess.Result read = OpenZoo.weft(look.ownJdk(), List.of("hprof", file, "--json"));
        DumpedTasks dead = new DumpedTasks(read.requireSuccess());
        assertEquals(tasks.ids(), dead.ids());
        assertEquals(tasks.lines(), dead.lines());
        String tree = OpenZoo.weft(look.ownJdk(), List.of("hprof", file)).requireSuccess();
        assertTrue(tree.contains("DEADLOCK") && tree.contains("BLOCKED"), tree);
    }

    private static Set<String> found(String expression, String text) {
        Set<String> found = new TreeSet<>();
        Pattern.compile(expression).matcher(text).results().forEach(result -> found.add(result.group(1)));
        return found;
    }
}

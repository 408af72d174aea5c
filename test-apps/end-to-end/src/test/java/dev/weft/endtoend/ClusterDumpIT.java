// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.weft.support.Built;
import dev.weft.support.Jdks;
import dev.weft.support.Jvm;
import dev.weft.support.SourceLines;
import dev.weft.support.Subprocess;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that ask one process for the tasks of all nodes. */
class ClusterDumpIT {
    private static final Path JDK = Jdks.current();
    private static final Path SOURCE = Path.of("src/test/java/dev/weft/endtoend/CircleOfNodes.java");
    private static final int DEADLOCK = 3;

    private static Weft.@Nullable Zoo program;

    @BeforeAll
    static void start() throws Exception {
        program = Weft.Zoo.of(Jvm.start(
                JDK,
                List.of(
                        Built.agentOption(),
                        "-cp",
                        Built.classPath(Built.runtimeJar(), Built.placeOf(CircleOfNodes.class)),
                        CircleOfNodes.class.getName())));
    }

    @AfterAll
    static void end() {
        if (program != null) {
            program.close();
        }
    }

    private static String pid() {
        if (program == null) {
            throw new AssertionError("nothing has started");
        }
        return program.pid();
    }

    /** A second is over, and all of them are there. */
    private static Subprocess.Result checkedUntilSure() throws Exception {
        Subprocess.Result result = Weft.ask(JDK, "check", pid(), "--cluster");
        while (result.exitCode() != DEADLOCK) {
            assertEquals(1, result.exitCode(), result.output());
            result = Weft.ask(JDK, "check", pid(), "--cluster");
        }
        return result;
    }

    @Test
    void oneCommandNamesADeadlockOfThreeNodesWithTheLineOfEachWait() throws Exception {
        String text = checkedUntilSure().output();
        String line = "CircleOfNodes.java:" + SourceLines.with(SOURCE, "await(new UnansweredRequest(");
        for (String edge : List.of("a>b", "b>c", "c>a")) {
            String from = edge.substring(0, 1);
            String to = edge.substring(2);
            String wait = "(?s).*\n    #" + from + ":\\d+\\.\\d+ price for ./1 awaits remote price on " + to
                    + " memory:\\d, request " + from + "/1, served by #" + to + ":\\d+\\.\\d+ price for " + from
                    + "/1, at dev\\.weft\\.endtoend\\.CircleOfNodes\\.quote\\(" + line + "\\).*";
            assertTrue(text.matches(wait), text);
        }
        assertTrue(text.contains("\nNO ANSWER  d memory:3: nothing within 3000 ms\n"), text);
    }

    @Test
    void theTreeAndTheDumpHaveAllNodesAndGiveThemAsLongAsItSays() throws Exception {
        for (String command : List.of("tree", "dump")) {
            String text = Weft.ask(JDK, command, pid(), "--cluster", "--timeout", "2s")
                    .requireSuccess();
            assertTrue(text.contains("  nodes=3 of 4  spread="), text);
            assertTrue(text.contains("\nNO ANSWER  d memory:3: nothing within 2000 ms\n"), text);
            assertTrue(text.contains("  serves c/1  awaits remote price on b memory:1, request a/1, sent "), text);
        }
    }

    @Test
    void theJsonHasAllNodes() throws Exception {
        String json = Weft.ask(JDK, "dump", pid(), "--json", "--cluster").requireSuccess();
        JsonObject dump = JsonParser.parseString(json).getAsJsonObject();
        assertEquals(4, dump.getAsJsonArray("nodes").size(), json);
        assertEquals(1, dump.getAsJsonArray("deadlocks").size(), json);
    }

    @Test
    void aHeapDumpHasTheRequestsThatTasksServe(@TempDir Path folder) throws Exception {
        String file = folder.resolve("nodes.hprof").toString();
        Jvm.process(JDK, "jcmd", List.of(pid(), "GC.heap_dump", file)).run().requireSuccess();
        String tree = Weft.ask(JDK, "hprof", file).requireSuccess();
        assertTrue(tree.matches("(?s).* price for c/1  SUSPENDED [^\n]*  serves c/1  .*"), tree);
    }

    @Test
    void aProcessThatIsNoNodeSaysHowItBecomesOne() throws Exception {
        try (Weft.Zoo zoo = Weft.zoo(JDK, "chain")) {
            Subprocess.Result result = Weft.ask(JDK, "tree", zoo.pid(), "--cluster");
            assertEquals(2, result.exitCode(), result.output());
            assertTrue(
                    result.output().contains(" is no node of a cluster, so there is nobody else to ask"),
                    result.output());
        }
    }
}

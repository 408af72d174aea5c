// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import static dev.weft.endtoend.OpenZoo.line;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.weft.support.Subprocess;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What is seen from outside of tasks that stand, hang and block. */
@ParameterizedClass
@MethodSource("dev.weft.endtoend.Look#all")
@SuppressWarnings("NullAway.Init") // JUnit calls open first
record StandingZooIT(Look look) {
    private static OpenZoo zoo;

    @BeforeParameterizedClassInvocation
    static void open(Look look) throws Exception {
        zoo = new OpenZoo(look, List.of());
    }

    @AfterParameterizedClassInvocation
    static void close() {
        zoo.close();
    }

    @Test
    void theTreeHasTheLineOfEachAwait() throws Exception {
        String tree = zoo.answer("tree");
        assertHas(tree, "Chain", "await(bill(number))", "await(charge(number * 2))", "await(payment())", "await(PAID");
        assertHas(tree, "Sleepers", "await(sleep(time))");
        assertHas(tree, "IdleReader", "await(connection.read(100))");
        assertHas(tree, "LockCycle", "// there waits here", "// back waits here");
        assertHas(tree, "AwaitCycle", "await(both.get(1))", "await(both.get(0))");
        assertHas(tree, "ForeignFuture", "await(REPLY)");
        assertHas(tree, "PlainThread", "await(NEWS)");
        assertHas(tree, "PoolWork", "await(blocking(PoolWork::write))", "NEVER.await()");
        for (String task : List.of("order", "sleeper-1", "sleeper-2", "sleeper-3", "reader", "stranger")) {
            assertTrue(tree.contains(" " + task + "  SUSPENDED "), tree);
        }
    }

    private static void assertHas(String text, String scene, String... codes) {
        for (String code : codes) {
            String expected = "(" + line(scene, code) + ")";
            assertTrue(text.contains(expected), () -> expected + " in\n" + text);
        }
    }

    @Test
    void aBlockedLoopShowsWhereItIsBlockedAndUnderWhichCallers() throws Exception {
        String tree = zoo.answer("tree");
        assertTrue(
                Pattern.compile("(?m)^loop \\d+ on thread blocked-loop  BLOCKED \\d")
                        .matcher(tree)
                        .find(),
                tree);
        String stack = below(tree, "BlockedLoop.load");
        assertHas(stack, "BlockedLoop", "Thread.sleep(", "        load();", "await(page())", "await(request())");
        assertTrue(tree.contains(" neighbour  SUSPENDED "), tree);
    }

    @Test
    void aStackIsRightUnderRecursionOverloadsAndLambdas() throws Exception {
        JsonObject task = new DumpedTasks(zoo.answer("dump", "--json"))
                .all().stream()
                        .filter(each -> each.toString().contains("Recursion.java"))
                        .filter(each -> each.get("state").getAsString().equals("running"))
                        .findFirst()
                        .orElseThrow();
        List<String> lines = DumpedTasks.linesOf(task).stream()
                .filter(line -> line.startsWith("Recursion.java"))
                .toList();
        String deeper = line("Recursion", "Task.of(await(descend(depth - 1)) + 1)");
        String lambda = line("Recursion", "await(async(");
        assertEquals(
                List.of(
                        line("Recursion", "NEVER.await()"),
                        line("Recursion", "await(bottom())"),
                        deeper,
                        lambda,
                        lambda,
                        deeper,
                        deeper,
                        line("Recursion", "await(descend(Integer")),
                lines);
    }

    private static String below(String text, String beginning) {
        assertTrue(text.contains(beginning), text);
        return text.substring(text.indexOf(beginning));
    }

    @Test
    void checkNamesBothCircles() throws Exception {
        Subprocess.Result check = zoo.ask("check");
        assertEquals(3, check.exitCode(), check.output());
        for (String task : List.of("transfer-there", "transfer-back", "chicken", "egg")) {
            assertTrue(check.output().contains(task), check.output());
        }
        assertHas(check.output(), "LockCycle", "// there waits here", "// back waits here");
        assertHas(check.output(), "AwaitCycle", "await(both.get(1))", "await(both.get(0))");
    }

    @Test
    void aValueIsShownOnlyWhenItIsAskedFor() throws Exception {
        assertFalse(zoo.answer("tree").contains("customer-of-4711"));
        String tree = zoo.answer("tree", "--locals");
        assertTrue(tree.contains("customer = \"customer-of-4711\""), tree);
    }

    @Test
    void aFilterShowsWhatItMatches() throws Exception {
        String tree = zoo.answer("tree", "--filter", "sleeper");
        assertTrue(tree.contains("sleeper-1"), tree);
        assertFalse(tree.contains("Chain.java"), tree);
    }
}

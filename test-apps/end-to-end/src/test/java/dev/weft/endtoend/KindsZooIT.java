// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.weft.support.Subprocess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Each kind of wait, seen from outside: as text, and as JSON that another program reads. */
@ParameterizedClass
@MethodSource("dev.weft.endtoend.Look#all")
@SuppressWarnings("NullAway.Init") // JUnit calls open first
record KindsZooIT(Look look) {
    private static final Pattern TASK = Pattern.compile(" on-(\\w+)  SUSPENDED \\S+ \\w+  awaits (\\w+)(.*)");

    private static final List<String> KEYS = List.of(
            "id",
            "name",
            "count",
            "state",
            "loop",
            "age",
            "since",
            "steps",
            "parent",
            "spawn",
            "stack",
            "awaits",
            "awaitedBy");

    private static OpenZoo zoo;
    private static String text;
    private static DumpedTasks tasks;

    @BeforeParameterizedClassInvocation
    static void open(Look look) throws Exception {
        zoo = new OpenZoo(look, List.of(), "kinds,plain,chain");
        text = zoo.answer("dump");
        tasks = new DumpedTasks(zoo.answer("dump", "--json"));
    }

    @AfterParameterizedClassInvocation
    static void close() {
        zoo.close();
    }

    @Test
    void theTextNamesEachKindOfWait() {
        Map<String, String> kinds = new TreeMap<>();
        Matcher task = TASK.matcher(text);
        while (task.find()) {
            kinds.put(task.group(1), task.group(2));
        }
        assertEquals(kinds.keySet().stream().collect(Collectors.toMap(kind -> kind, kind -> kind)), kinds);
        List<String> expected = Stream.of(
                        "barrier blocking closed condition connect event gather get group idle latch limiter mutex",
                        "pool put race read receive rwlock select semaphore send shield sleep stage task timeout until",
                        "waitFor write")
                .flatMap(names -> Stream.of(names.split(" ")))
                .toList();
        assertEquals(expected, List.copyOf(kinds.keySet()));
    }

    @Test
    void aWaitSaysWhichOneHowFullAndWhoHasToAct() {
        for (String expected : List.of(
                "mutex \"key\", locked, 1 waiting, held by #",
                "send channel \"parcels\" (1 of 1, 1 waits to send)",
                "receive channel \"letters\" (0 of 64",
                "group with 3 running",
                "gather 2 of 2 running",
                "the thread that works for it:")) {
            assertTrue(text.contains(expected), text);
        }
    }

    @Test
    void aSleeperHasAsMuchLeftAsItHasNotSleptYet() {
        JsonObject sleeper = tasks.named("on-sleep");
        double slept = sleeper.get("since").getAsDouble();
        double left = sleeper.getAsJsonObject("awaits").get("due").getAsDouble();
        assertEquals(
                24 * 3_600_000.0, slept + left, 5_000, sleeper.toString()); // it began in a turn that loaded classes
    }

    /** Also of permits that come with time, and of a select in which another one sleeps and waits for a task. */
    @Test
    void aHeapDumpSaysOfEachWaitWhenItEndsByItselfAndOfASelectItsTasks(@TempDir Path folder) throws Exception {
        String file = folder.resolve("kinds.hprof").toString();
        zoo.jcmd("GC.heap_dump", file);
        Subprocess.Result read = OpenZoo.weft(look.ownJdk(), List.of("hprof", file, "--json"));
        Set<String> live = tasks.ending();
        assertTrue(live.containsAll(Set.of("on-limiter", "on-select", "on-sleep", "on-waitFor")), live.toString());
        DumpedTasks dead = new DumpedTasks(read.requireSuccess());
        assertEquals(live, dead.ending());
        Set<String> herald = Set.of(tasks.named("herald").get("id").getAsString());
        assertEquals(List.of(herald, herald), List.of(tasks.awaited("on-select"), dead.awaited("on-select")));
    }

    @Test
    void theJsonHasAllThatIsKnownOfEachTask() {
        assertEquals("weft-dump/1", tasks.dump().get("schema").getAsString());
        assertTrue(
                tasks.dump().has("node") && tasks.dump().has("request"),
                tasks.dump().toString());
        for (JsonObject task : tasks.all()) {
            for (String key : KEYS) {
                assertTrue(task.has(key), () -> key + " of " + task);
            }
            assertTrue(task.get("steps").getAsJsonPrimitive().isNumber(), task.toString());
        }
    }

    @Test
    void everyEdgeHasItsReverse() {
        assertEquals(List.of(), tasks.edgesWithoutReverse());
        assertTrue(tasks.edges() >= 13, tasks.dump().toString());
    }
}

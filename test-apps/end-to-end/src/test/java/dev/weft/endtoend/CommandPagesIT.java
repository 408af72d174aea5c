// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.support.Document;
import dev.weft.support.Document.Block;
import dev.weft.support.Jdks;
import dev.weft.support.Jvm;
import dev.weft.support.Subprocess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every output on the pages of the commands, against what the command prints that the comment above it names:
 * {@code printed by Zoo locks,blocked; asked check PID; status 3}. All that name the same scenes, and the same
 * option of {@code java} behind {@code with}, share one process.
 */
class CommandPagesIT {
    private static final Pattern ORIGIN = Pattern.compile(
            "printed by Zoo (?<scenes>\\S+)(?: with (?<option>\\S+))?; asked (?<command>[^;]+)(?:; status (?<status>\\d+))?");

    /** The process, and what it runs on; the steps of the ticker; the milliseconds of a line of CSV. */
    private static final Pattern OF_THE_RUN_IN_A_TABLE = Pattern.compile(
            "(?m)^ *\\d+(?=  )|\\S+ +\\S+(?=  com\\.example\\.Zoo$)|\\d+(?= +sleep )|(?<=,suspended,)\\d+");

    /** The times, and how much has happened by now. */
    private static final Pattern OF_A_HISTORY =
            Pattern.compile("(?m)^  \\d\\d:\\d\\d:\\d\\d\\.\\d{6}|(?<= of )\\d+(?= transitions)");

    private static final int MOST_ASKED = 5;
    private static final Path JDK = Jdks.available()
            .filter(each -> Jdks.feature(each) == 17)
            .findFirst()
            .orElseGet(Jdks::requireOther);
    private static final Map<String, Weft.Zoo> ZOOS = new HashMap<>();

    @TempDir
    static Path folder;

    static Stream<Block> outputs() {
        return blocks().filter(block -> ORIGIN.matcher(block.origin()).matches());
    }

    private static Stream<Block> blocks() {
        return Document.in("docs/debugging").stream()
                .flatMap(document -> document.blocks().stream())
                .filter(block -> block.language().equals("text"));
    }

    @AfterAll
    static void close() {
        ZOOS.values().forEach(Weft.Zoo::close);
    }

    /** Asks again where the ticker was just about to move, and so neither slept nor had its timer. */
    @ParameterizedTest
    @MethodSource("outputs")
    void outputIsWhatTheCommandPrints(Block shown) throws Exception {
        Matcher origin = ORIGIN.matcher(shown.origin());
        assertTrue(origin.matches());
        Weft.Zoo zoo = zoo(origin.group("scenes"), origin.group("option"));
        String command = origin.group("command");
        String expected = comparable(shown.text(), command);
        Subprocess.Result result = ask(command, zoo);
        for (int i = 0; i < MOST_ASKED && !comparable(result.output(), command).equals(expected); i++) {
            result = ask(command, zoo);
        }
        assertEquals(expected, comparable(result.output(), command), result.output());
        String status = origin.group("status");
        assertEquals(status == null ? 0 : Integer.parseInt(status), result.exitCode());
    }

    private static Subprocess.Result ask(String command, Weft.Zoo zoo) throws Exception {
        Subprocess.Result result = Weft.ask(JDK, arguments(command, zoo));
        return command.equals("ps") ? new Subprocess.Result(result.exitCode(), linesOf(zoo, result.output())) : result;
    }

    /** Else it would be compared with nothing. */
    @Test
    void everyOutputSaysWhatPrintsIt() {
        assertEquals(
                List.of(),
                blocks().filter(block -> !block.origin().startsWith("printed by "))
                        .toList());
    }

    private static Weft.Zoo zoo(String scenes, @Nullable String option) throws Exception {
        Weft.Zoo zoo = ZOOS.get(scenes + option);
        if (zoo == null) {
            zoo = Weft.zoo(JDK, scenes, option == null ? List.of() : List.of(option));
            ZOOS.put(scenes + option, zoo);
            Weft.ask(JDK, "check", zoo.pid()); // when it answers, it is in the list of those that do
        }
        return zoo;
    }

    private static String[] arguments(String command, Weft.Zoo zoo) throws Exception {
        List<String> arguments = new ArrayList<>();
        for (String word : command.split(" ", -1)) {
            arguments.add(word.equals("PID") ? zoo.pid() : word.equals("FILE") ? heapDump(zoo) : word);
        }
        return arguments.toArray(String[]::new);
    }

    private static String heapDump(Weft.Zoo zoo) throws Exception {
        String file = folder.resolve(System.nanoTime() + ".hprof").toString();
        Jvm.process(JDK, "jcmd", List.of(zoo.pid(), "GC.heap_dump", file)).run().requireSuccess();
        return file;
    }

    /** The heading and the line of this program. There are others on this machine. */
    private static String linesOf(Weft.Zoo zoo, String list) {
        return list.lines()
                .filter(line -> line.strip().matches("PID .*|" + zoo.pid() + " .*"))
                .map(line -> line + "\n")
                .reduce("", String::concat);
    }

    private static String comparable(String text, String command) {
        String same = HangingSample.withoutTheRun(OF_A_HISTORY.matcher(text).replaceAll("…"))
                .replaceAll(", \\w+@…+", "") // the number of an object
                .replaceAll("due (in a while|a while ago)", "due")
                .replaceAll("(?<=^from a heap dump of … )\\S+", "…");
        return command.startsWith("ps")
                ? OF_THE_RUN_IN_A_TABLE
                        .matcher(same)
                        .replaceAll("…")
                        .replaceAll("…+", "…")
                        .replaceAll("(?m)^ +", "")
                        .replaceAll(" {2,}", "  ")
                : same;
    }
}

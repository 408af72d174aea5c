// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MainTest {
    private final CommandRun weft = new CommandRun();

    static Stream<String> commands() {
        return CommandEntry.ALL.stream().map(CommandEntry::name);
    }

    @Test
    void listsItsCommands() {
        assertEquals(0, weft.run("help"));
        String usage = weft.out();
        assertTrue(usage.startsWith("usage: java -jar weft-agent.jar COMMAND ...\n"), usage);
        assertTrue(usage.contains(
                "\n  weave IN OUT         copy a folder or jar, with its classes woven; OUT may be IN\n"));
        assertTrue(usage.contains("\n  13  a right is missing; the message says which\n"), usage);
        commands().forEach(name -> assertTrue(usage.contains("\n  " + name + " "), name));
        weft.forget();
        assertEquals(2, weft.run());
        assertEquals(usage, weft.err());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void explainsEachCommandInTwoWays(String name) {
        assertEquals(0, weft.run("help", name));
        String usage = weft.out();
        assertTrue(usage.startsWith("usage: java -jar weft-agent.jar " + name + " "), usage);
        assertTrue(usage.lines().allMatch(line -> line.length() <= 100), usage);
        String description = CommandEntry.named(name).orElseThrow().description();
        assertTrue(usage.replaceAll("\\s+", " ").contains(description), usage);
        weft.forget();
        assertEquals(0, weft.run(name, "--help"));
        assertEquals(usage, weft.out());
    }

    @Test
    void helpOfOneCommandNamesItsOptions() {
        weft.run("help", "dump");
        assertEquals("""
                usage: java -jar weft-agent.jar dump [OPTION...] PID
                Prints all that is known of all tasks. With --json, for programs, in a form that has a schema.

                      PID                the number of a process, or a part of the name of its main class
                      --ascii            draw with characters of ASCII alone
                      --cluster          of all nodes of the cluster that the process is one of
                      --filter=PATTERN   show only tasks of which a name, a line or what they await has a match, and
                                            those around them
                  -h, --help             print this and end
                      --internal         show the frames of Weft itself too
                      --json             as JSON, in the form weft-dump/1
                      --limit=N          show at most N tasks, and count the others
                      --locals           show the values of the local variables too
                      --timeout=TIME     how long the process may say nothing; 10s if not given; with --cluster, how
                                            long other nodes may, 3s if not given
                """, weft.out());
    }

    @Test
    void printsInColoursOnATerminalAlone() {
        String escape = "\033[";
        weft.run("help", "dump");
        assertFalse(weft.out().contains(escape));
        CommandRun terminal = new CommandRun(dev.weft.cli.process.Targets.ofThisMachine("", note -> {}), true);
        terminal.run("help", "dump");
        assertEquals(System.getenv("NO_COLOR") == null, terminal.out().contains(escape), terminal.out());
    }

    @Test
    void saysWhichVersionItIs() {
        assertEquals(0, weft.run("--version"));
        assertEquals("weft of a build on Java " + System.getProperty("java.version") + "\n", weft.out());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tre 4711 | there is no command \"tre\"; did you mean \"tree\"? `help` lists all",
                "help stak | there is no command \"stak\"; did you mean \"stuck\"? `help` lists all",
                "frobnicate | there is no command \"frobnicate\"; `help` lists all",
                "tree | tree: PID is missing; `ps` lists the processes that answer; `help tree` says what there is",
                "weave in | weave: OUT is missing; `help weave` says what there is",
                "weave | weave: IN and OUT are missing; `help weave` says what there is",
                "verify | verify: IN is missing; `help verify` says what there is",
                "check 1 2 | check: \"2\" is one argument too many; `help check` says what there is",
                "tree 1 --lokals | tree: there is no option \"--lokals\" (did you mean \"--locals\"?); `help tree` says what there is",
                "tree 1 --xyz | tree: there is no option \"--xyz\"; `help tree` says what there is",
                "tree 1 --limit many | tree: invalid value for option '--limit': 'many' is no number; give one such as 20; `help tree` says what there is",
                "tree 1 --limit | tree: --limit lacks its value: --limit N; `help tree` says what there is",
                "tree 1 --limit -1 | tree: invalid value for option '--limit': '-1' is no number; give one such as 20; `help tree` says what there is",
                "tree 1 --filter [ | tree: invalid value for option '--filter': '[' is no regular expression: Unclosed character class; `help tree` says what there is",
                "stuck 1 --for soon | stuck: invalid value for option '--for': 'soon' is no duration; give one such as 500ms, 5s or 2m; `help stuck` says what there is",
            })
    void saysInOneSentenceWhatIsWrong(String typed, String sentence) {
        assertEquals(2, weft.run(typed.split(" ")));
        assertEquals("[weft] " + sentence + "\n", weft.err());
        assertEquals("", weft.out());
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.Awaitable;
import dev.weft.ScheduledTask;
import dev.weft.Weft;
import dev.weft.io.LoopFixture;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Everything that goes to a process and comes from it. By the ideas of asyncio's {@code test_subprocess}: communicate and its relatives. */
@Timeout(60)
class CommunicationTest {
    private static final int LIMIT = 1 << 24;

    @TempDir
    Path folder;

    private final Children children = new Children();

    @RegisterExtension
    final LoopFixture fixture = new LoopFixture();

    @BeforeEach
    void needsAShell() {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "the system has no /bin/sh");
    }

    private static Command shell(String script) {
        return Command.of("/bin/sh", "-c", script);
    }

    private Output output(Command command) throws IOException {
        return fixture.run(command.output());
    }

    @Test
    void aRunThatIsAwaitedTwiceIsRefusedByItsName() throws IOException {
        Awaitable<Output> once = Command.of("true").output();
        fixture.run(once);
        String refusal = String.valueOf(assertThrows(IllegalStateException.class, () -> fixture.run(once))
                .getMessage());
        assertTrue(refusal.startsWith("output(...) of true was awaited or spawned before, "), refusal);
    }

    @Test
    void givesWhatWasWrittenAndHowItHasEnded() throws IOException {
        Output output = output(shell("echo out; echo err >&2; exit 3"));
        assertEquals("out\n", output.text());
        assertEquals("err\n", output.errorText());
        assertEquals(3, output.status().code());
        assertEquals("exited with 3, 4 bytes on stdout, 4 on stderr", output.toString());
        output = output(shell("echo a; echo b >&2; echo c").mergeStderr());
        assertEquals("a\nb\nc\n", output.text());
        assertEquals("", output.errorText());
        output = output(shell("echo lost").stdout(Redirect.DISCARD));
        assertEquals("", output.text());
        assertEquals("", output(Command.of("cat")).text());
    }

    /** asyncio test_subprocess: communicate, with more than the pipes hold in each of three directions. */
    @Test
    void noPipeIsFullForEver() throws IOException {
        byte[] input = new byte[1_000_000];
        new Random(1).nextBytes(input);
        Output output = fixture.run(shell("tee /dev/stderr").output(input));
        assertArrayEquals(input, output.stdout());
        assertArrayEquals(input, output.stderr());
    }

    /** asyncio test_subprocess: communicate_ignore_broken_pipe. */
    @Test
    void whoDoesNotReadAllIsLeftAlone() throws IOException {
        Output output = fixture.run(shell("head -c 3; exec 0<&-; echo done")
                .output("abc".repeat(100_000).getBytes(UTF_8)));
        assertEquals("abcdone\n", output.text());
        assertTrue(fixture.run(Command.of("true").output(new byte[500_000]))
                .status()
                .isSuccess());
    }

    @Test
    void whatWasReadBeforeIsNotReadAgain() throws IOException {
        Subprocess process = fixture.run(Command.of("cat").start());
        fixture.run(process.stdin().write("head tail ".getBytes(UTF_8)));
        assertEquals("head ", new String(fixture.run(process.stdout().readExactly(5)), UTF_8));
        Output output = fixture.run(process.communicate("end".getBytes(UTF_8), LIMIT));
        assertEquals("tail end", output.text());
        assertFalse(process.stdout().isOpen());
        assertThrows(IllegalArgumentException.class, () -> process.communicate(new byte[0], -1));
    }

    @Test
    void whoWritesTooMuchIsKilled() throws IOException {
        OutputLimitException tooMuch = assertThrows(
                OutputLimitException.class,
                () -> output(Command.of("cat", "/dev/zero").outputLimit(100_000)));
        assertTrue(
                String.valueOf(tooMuch.getMessage())
                        .matches("stdout of process cat \\(\\d+\\) had more than 100000 bytes, .*"),
                tooMuch.getMessage());
        fixture.runUntil(children::areGone);
        assertEquals("12345", output(shell("printf 12345").outputLimit(5)).text());
        assertThrows(IllegalArgumentException.class, () -> Command.of("cat").outputLimit(-1));
        assertThrows(IllegalArgumentException.class, () -> Command.of("cat").grace(Duration.ofSeconds(-1)));
    }

    /** asyncio test_subprocess: cancel_post_init, and what its documentation tells users to do by hand: kill, and wait. */
    @Test
    void aCancelledRunIsOverWhenTheProcessIsGone() throws IOException {
        Path pid = folder.resolve("pid");
        ScheduledTask<Output> task =
                fixture.start(shell("echo $$ > " + pid + ".new; mv " + pid + ".new " + pid + "; exec sleep 1000")
                        .output());
        fixture.runUntil(() -> Files.exists(pid));
        task.cancel();
        assertThrows(CancellationException.class, () -> fixture.run(task));
        long number = Long.parseLong(Files.readString(pid).strip());
        assertTrue(ProcessHandle.of(number).isEmpty());
    }

    @Test
    void aRunThatIsCancelledAtItsBeginningLeavesNothing() throws IOException {
        for (int i = 0; i < 20; i++) {
            ScheduledTask<Output> task =
                    fixture.loop.spawn(Command.of("sleep", "1000").output());
            for (int turn = 0; turn < i; turn++) {
                fixture.run(Weft.sleep(Duration.ofNanos(1)));
            }
            task.cancel();
            assertThrows(CancellationException.class, () -> fixture.run(task));
            assertTrue(children.areGone(), "after " + i + " turns");
        }
    }

    @Test
    void aLimitOfTimeEndsWhatAGrandchildKeepsOpen() throws IOException {
        Path pid = folder.resolve("pid");
        assertThrows(
                TimeoutException.class,
                () -> fixture.run(Weft.waitFor(
                        shell("sleep 1000 & echo $! > " + pid + "; wait").output(), Duration.ofMillis(300))));
        fixture.runUntil(children::areGone);
        if (Files.exists(pid) && !Files.readString(pid).isBlank()) {
            ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    @Test
    void aCancelledCommunicationHasTheProcessEnd() throws IOException {
        Subprocess process = fixture.run(Command.of("sleep", "1000").start());
        ScheduledTask<Output> task = fixture.start(process.communicate(new byte[1_000_000], LIMIT));
        assertEquals("process", process.communicate(new byte[0], 0).describe().kind());
        task.cancel();
        assertThrows(CancellationException.class, () -> fixture.run(task));
        assertEquals(OptionalInt.of(15), process.status().orElseThrow().signal());
    }

    @Test
    void theProgramThatIsMissingIsTold() {
        assertThrows(IOException.class, () -> output(Command.of("no-such-program")));
    }
}

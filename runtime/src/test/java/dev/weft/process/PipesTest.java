// SPDX-License-Identifier: Apache-2.0
package dev.weft.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Weft;
import dev.weft.io.ByteStream;
import dev.weft.io.LoopFixture;
import dev.weft.io.OpenDescriptors;
import dev.weft.spi.Sneaky;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The pipes of a process, beside and behind its end, and the races of that. Behaviours of asyncio's {@code test_subprocess} and of the processes
 * of its {@code test_events}.
 */
@Timeout(60)
class PipesTest {
    private static final File NOWHERE = new File("/dev/null");

    @RegisterExtension
    final LoopFixture fixture = new LoopFixture();

    @BeforeEach
    void needsAShell() {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "the system has no /bin/sh");
    }

    private static Command shell(String script) {
        return Command.of("/bin/sh", "-c", script);
    }

    private Subprocess start(Command command) throws IOException {
        return fixture.run(command.start());
    }

    private String line(ByteStream from) throws IOException {
        return fixture.run(from.readLine(UTF_8, 1000));
    }

    private void turns(int count) {
        for (int i = 0; i < count; i++) {
            fixture.run(Weft.sleep(Duration.ofNanos(1)));
        }
    }

    // ------------------------------------------------------------------ what goes where

    /** asyncio: pause_reading. */
    @Test
    void aProcessWhoseOutputNobodyReadsStandsStill() throws IOException {
        Subprocess process = start(shell("head -c 1000000 /dev/zero; echo done >&2"));
        ScheduledTask<String> told = fixture.start(process.stderr().readLine(UTF_8, 100));
        turns(50);
        assertFalse(told.isReady());
        assertEquals(1_000_000, fixture.run(process.stdout().readAll(2_000_000)).length);
        assertEquals("done", fixture.run(told));
    }

    /** asyncio: stdin_not_inheritable. The other would hold the end that is written, and nobody would read an end. */
    @Test
    void aPipeIsNotInheritedByTheNextProcess() throws IOException {
        Subprocess process = start(Command.of("cat"));
        Subprocess next = start(Command.of("sleep", "1000"));
        fixture.close(process.stdin());
        assertTrue(fixture.run(process.exited()).isSuccess());
        assertTrue(next.status().isEmpty());
        fixture.close(next);
    }

    /** asyncio: devnull_input, devnull_output, devnull_error, devstdin_input. */
    @Test
    void whatGoesNowhereIsEmpty() throws IOException {
        assertEquals(
                "",
                fixture.run(Command.of("cat").stdin(Redirect.from(NOWHERE)).output())
                        .text());
        byte[] input = "abc".getBytes(UTF_8);
        Output output =
                fixture.run(shell("cat; echo bad >&2").stderr(Redirect.DISCARD).output(input));
        assertEquals("abc", output.text());
        assertEquals("", output.errorText());
        output = fixture.run(
                shell("cat; echo bad >&2").stdout(Redirect.to(NOWHERE)).output(input));
        assertEquals("", output.text());
        assertEquals("bad\n", output.errorText());
        assumeTrue(Files.exists(Path.of("/dev/stdin")), "the system has no /dev/stdin");
        assertEquals(
                "abc",
                fixture.run(Command.of("cat", "/dev/stdin").output(input)).text());
    }

    /** asyncio: subprocess_close_client_stream. Here a thread may read ahead, and gets what is written first. */
    @Test
    void aProcessWritesInVainWhereItsReaderHasClosed() throws IOException {
        Subprocess process = start(shell("cat || echo broken >&2"));
        fixture.run(process.stdin().write("one\n".getBytes(UTF_8)));
        assertEquals("one", line(process.stdout()));
        fixture.close(process.stdout());
        ScheduledTask<String> told = fixture.start(process.stderr().readLine(UTF_8, 100));
        while (!told.isReady()) {
            try {
                fixture.run(process.stdin().write("two\n".getBytes(UTF_8)));
                turns(20);
            } catch (BrokenPipeException over) { // the shell has gone, and what it said is there
                break;
            }
        }
        assertEquals("broken", fixture.run(told));
        fixture.close(process);
    }

    // ------------------------------------------------------------------ behind the end

    /** asyncio: read_stdout_after_process_exit, read_all_from_pipe_reader. */
    @Test
    void whatWasWrittenIsReadBehindTheEndOfTheProcess() throws IOException {
        Subprocess process = start(shell("head -c 50000 /dev/zero; exit 1"));
        assertEquals(1, fixture.run(process.exited()).code());
        assertEquals(50_000, fixture.run(process.stdout().readAll(100_000)).length);
        process = start(shell("head -c 262144 /dev/zero; exit 1"));
        int size = 0;
        for (byte[] read = {0}; read.length > 0; size += read.length) {
            turns(3);
            read = fixture.run(process.stdout().read(1 << 16));
        }
        assertEquals(262_144, size);
        assertEquals(1, fixture.run(process.exited()).code());
    }

    /** asyncio: popen_error, popen_error_with_stdin_pipe. */
    @Test
    void aStartThatFailsLeavesNoPipe() {
        OpenDescriptors.assumeCounted();
        assertThrows(IOException.class, () -> start(Command.of("no-such-program"))); // and the JDK's helper is there
        long before = OpenDescriptors.count("pipe:");
        for (int i = 0; i < 10; i++) {
            assertThrows(IOException.class, () -> start(Command.of("no-such-program")));
        }
        fixture.runUntil(() -> OpenDescriptors.count("pipe:") <= before);
    }

    /** asyncio: kill_issue43884. */
    @Test
    void aShellThatIsKilledIsOverThoughWhatItRunsHasItsPipe() throws IOException {
        Subprocess process = start(shell("sleep 1000 & echo $!; wait"));
        long grandchild = Long.parseLong(line(process.stdout()));
        try {
            process.kill();
            assertEquals(OptionalInt.of(9), fixture.run(process.exited()).signal());
            assertTrue(ProcessHandle.of(grandchild).isPresent());
        } finally {
            ProcessHandle.of(grandchild).ifPresent(ProcessHandle::destroyForcibly);
            fixture.close(process);
        }
    }

    // ------------------------------------------------------------------ close and signals

    /** asyncio: close_kill_running. */
    @Test
    void aCloseKillsWhatRuns() throws IOException {
        Subprocess process = start(Command.of("sleep", "1000"));
        ScheduledTask<ExitStatus> exited = fixture.start(process.exited());
        fixture.close(process);
        assertEquals(OptionalInt.of(9), fixture.run(exited).signal());
    }

    /** asyncio: close_dont_kill_finished. It has ended, and the loop has not been told. */
    @Test
    void aCloseLeavesTheEndOfAProcessAsItWas() throws IOException {
        Subprocess process = start(shell("exit 3"));
        while (process.status().isEmpty()) {
            Thread.onSpinWait();
        }
        fixture.close(process);
        assertEquals(3, process.status().orElseThrow().code());
        assertEquals(3, fixture.run(process.exited()).code());
    }

    /** asyncio: subprocess_send_signal_race. */
    @Test
    void aProcessThatIsAskedToEndWhileItEndsHasOneOfTwoEnds() throws IOException {
        for (int i = 0; i < 10; i++) {
            Subprocess process = start(Command.of("true"));
            turns(10 * i);
            process.terminate();
            ExitStatus status = fixture.run(process.exited());
            assertTrue(status.isSuccess() || status.signal().equals(OptionalInt.of(15)), status::toString);
        }
    }

    /** asyncio: create_subprocess_with_pidfd, where another thread than the main one has the loop. */
    @Test
    void aLoopOfAnotherThreadMayRunOneAtTheSameTime() throws IOException {
        byte[] input = "some data".getBytes(UTF_8);
        CompletableFuture<Output> elsewhere = CompletableFuture.supplyAsync(
                () -> {
                    try (EventLoop loop = EventLoop.create()) {
                        return loop.run(Command.of("cat").output(input));
                    } catch (IOException failed) {
                        throw Sneaky.rethrow(failed);
                    }
                },
                task -> new Thread(task).start()); // not one of the common pool, by which the JDK tells of ends
        assertEquals("some data", fixture.run(Command.of("cat").output(input)).text());
        assertEquals("some data", fixture.run(Awaitable.of(elsewhere)).text());
    }
}

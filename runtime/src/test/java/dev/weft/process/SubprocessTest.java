// SPDX-License-Identifier: Apache-2.0
package dev.weft.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.SimulatedLoop;
import dev.weft.Weft;
import dev.weft.io.Awaits;
import dev.weft.io.LoopFixture;
import dev.weft.io.OpenDescriptors;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.channels.AsynchronousCloseException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Processes of the system, which it needs a shell for. By the ideas of asyncio's {@code test_subprocess} and tokio's {@code process} suites. */
@Timeout(60)
class SubprocessTest {
    private static final Duration LONG = Duration.ofMinutes(1);

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

    private Subprocess start(Command command) throws IOException {
        return fixture.run(command.start());
    }

    private static void write(Subprocess process, String text, LoopFixture fixture) throws IOException {
        fixture.run(process.stdin().write(text.getBytes(UTF_8)));
    }

    private String readLine(Subprocess process) throws IOException {
        return new String(fixture.run(process.stdout().readUntil(new byte[] {'\n'}, 1000)), UTF_8).strip();
    }

    private boolean isGone(long pid) {
        return ProcessHandle.of(pid).isEmpty();
    }

    // ------------------------------------------------------------------ its end

    /** asyncio test_subprocess: shell, start_new_session; tokio process_smoke: simple. */
    @Test
    void tellsHowItHasEnded() throws IOException {
        Subprocess process = start(shell("exit 7"));
        ExitStatus status = fixture.run(process.exited());
        assertEquals(new ExitStatus(7), status);
        assertEquals("exited with 7", status.toString());
        assertEquals(OptionalInt.empty(), status.signal());
        assertFalse(status.isSuccess());
        assertEquals(status, fixture.run(process.exited()));
        assertEquals(status, process.status().orElseThrow());
        process.kill();
        assertEquals(status, fixture.run(process.stop(LONG)));
    }

    /** asyncio test_subprocess: kill, terminate, send_signal. */
    @Test
    void tellsTheSignalThatHasKilledIt() throws IOException {
        Subprocess killed = start(Command.of("sleep", "1000"));
        assertTrue(killed.status().isEmpty());
        killed.kill();
        ExitStatus status = fixture.run(killed.exited());
        assertEquals(OptionalInt.of(9), status.signal());
        assertEquals("killed by signal 9", status.toString());
        Subprocess terminated = start(Command.of("sleep", "1000"));
        terminated.terminate();
        assertEquals(OptionalInt.of(15), fixture.run(terminated.exited()).signal());
    }

    /** asyncio test_subprocess: create_subprocess_exec of what is not there. */
    @Test
    void saysWhichProgramIsMissing() {
        IOException missing = assertThrows(IOException.class, () -> start(Command.of("no-such-program", "x")));
        assertTrue(String.valueOf(missing.getMessage()).contains("\"no-such-program\""), missing.getMessage());
        missing = assertThrows(IOException.class, () -> start(Command.of("cat").directory(folder.resolve("missing"))));
        assertTrue(
                String.valueOf(missing.getMessage())
                        .contains(folder.resolve("missing").toString()),
                missing.getMessage());
    }

    @Test
    void anyNumberMayWaitForItsEnd() throws IOException {
        Subprocess process = start(Command.of("cat"));
        ScheduledTask<ExitStatus> one = fixture.start(process.exited());
        ScheduledTask<ExitStatus> two = fixture.start(process.exited());
        fixture.close(process.stdin());
        assertTrue(fixture.run(one).isSuccess());
        assertTrue(fixture.run(two).isSuccess());
    }

    /** A shell that has ended while what it has started goes on and has its output open. */
    @Test
    void itsEndIsToldWhileAGrandchildHoldsThePipe() throws IOException {
        Subprocess process = start(shell("sleep 1000 & echo $!; exit 3"));
        long grandchild = Long.parseLong(readLine(process));
        try {
            assertEquals(3, fixture.run(process.exited()).code());
            assertFalse(isGone(grandchild));
            ScheduledTask<byte[]> reads = fixture.start(process.stdout().read(1));
            fixture.loop.post(process::close);
            try {
                assertEquals(0, fixture.run(reads).length); // the JDK may have closed its end by then
            } catch (Exception closed) {
                assertInstanceOf(AsynchronousCloseException.class, closed);
            }
        } finally {
            ProcessHandle.of(grandchild).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    // ------------------------------------------------------------------ stop and cancel

    @Test
    void whoIgnoresTheRequestToEndIsKilled() throws IOException {
        Subprocess process = start(shell("trap '' TERM; echo ready; while :; do sleep 0.05; done"));
        readLine(process);
        process.terminate();
        assertEquals(
                OptionalInt.of(9),
                fixture.run(process.stop(Duration.ofMillis(50))).signal());
    }

    @Test
    void whoDoesAsItIsAskedHasTheTimeToDoSo() throws IOException {
        Subprocess process = start(shell("trap 'echo bye; exit 4' TERM; echo ready; while :; do sleep 0.05; done"));
        readLine(process);
        ScheduledTask<ExitStatus> stop = fixture.start(process.stop(LONG));
        assertEquals("bye", readLine(process));
        assertEquals(4, fixture.run(stop).code());
        assertThrows(IllegalArgumentException.class, () -> process.stop(Duration.ofMillis(-1)));
    }

    /** tokio process_kill_on_drop; asyncio test_subprocess: cancel_process_wait, which leaves it running. */
    @Test
    void aCancelledWaitEndsTheProcessAndComesWhenItIsGone() throws IOException {
        Subprocess process = start(Command.of("sleep", "1000"));
        ScheduledTask<ExitStatus> waits = fixture.start(process.exited());
        waits.cancel();
        assertThrows(CancellationException.class, () -> fixture.run(waits));
        assertEquals(OptionalInt.of(15), process.status().orElseThrow().signal());
    }

    @Test
    void aCancelledWaitKillsWhoIgnoresThatWhenTheGraceIsOver() throws Exception {
        Subprocess process = start(
                shell("trap '' TERM; echo ready; while :; do sleep 0.05; done").grace(Duration.ofMillis(50)));
        readLine(process);
        Awaitable<ExitStatus> limited = Weft.waitFor(process.exited(), Duration.ofMillis(1));
        assertThrows(TimeoutException.class, () -> fixture.run(limited));
        assertEquals(OptionalInt.of(9), process.status().orElseThrow().signal());
    }

    @Test
    void aShieldedWaitLeavesTheProcessAlone() throws IOException {
        Subprocess process = start(Command.of("cat"));
        ScheduledTask<ExitStatus> waits = fixture.start(Weft.shield(process.exited()));
        waits.cancel();
        assertThrows(CancellationException.class, () -> fixture.run(waits));
        assertTrue(process.status().isEmpty());
        fixture.close(process.stdin());
        assertTrue(fixture.run(process.exited()).isSuccess());
    }

    @Test
    void oneThatIsLeftRunningOutlivesWhoWaitsAndTheLoop() throws IOException {
        Subprocess process;
        try (EventLoop loop = EventLoop.create()) {
            process = loop.run(Command.of("sleep", "1000").leaveRunning().start());
            ScheduledTask<ExitStatus> waits = loop.spawn(process.exited());
            loop.run(Weft.sleep(Duration.ofNanos(1)));
            waits.cancel();
            assertThrows(CancellationException.class, () -> loop.run(waits));
        }
        assertTrue(process.status().isEmpty());
        process.kill();
        process.close();
        fixture.runUntil(() -> process.status().isPresent());
    }

    @Test
    void aCancelledStopKillsAtOnce() throws IOException {
        Subprocess process = start(shell("trap '' TERM; echo ready; while :; do sleep 0.05; done"));
        readLine(process);
        ScheduledTask<ExitStatus> stop = fixture.start(process.stop(LONG));
        stop.cancel();
        assertThrows(CancellationException.class, () -> fixture.run(stop));
        assertEquals(OptionalInt.of(9), process.status().orElseThrow().signal());
    }

    /** asyncio test_subprocess: cancel_make_subprocess_transport_exec. */
    @Test
    void oneThatNobodyGetsIsKilled() throws IOException {
        Path mark = folder.resolve("pid");
        ScheduledTask<?> both = fixture.loop.spawn(Weft.gather(
                shell("echo $$ > " + mark + "; exec sleep 1000").start(),
                Command.of("no-such-program").start()));
        assertThrows(IOException.class, () -> fixture.run(both));
        fixture.runUntil(children::areGone);
    }

    // ------------------------------------------------------------------ pipes

    /** asyncio test_subprocess: stdin_stdout. */
    @Test
    void whatItReadsAndWritesAreStreams() throws IOException {
        Subprocess process = start(Command.of("cat"));
        for (String word : List.of("one", "two", "two")) {
            write(process, word + "\n", fixture);
            assertEquals(word, readLine(process));
        }
        fixture.close(process.stdin());
        assertEquals(0, fixture.run(process.stdout().read(10)).length);
        assertEquals(0, fixture.run(process.stdout().read(10)).length);
        assertTrue(fixture.run(process.exited()).isSuccess());
        IOException refused = assertThrows(
                IOException.class, () -> fixture.run(process.stdout().write(new byte[1])));
        assertEquals("stdout of " + process + " is for reading, and cannot be written", refused.getMessage());
    }

    /** asyncio test_subprocess: stdin_broken_pipe; tokio process: broken pipe on a child that is gone. */
    @Test
    void aWriteThatNobodyReadsIsABrokenPipe() throws IOException {
        Subprocess closesIt = start(shell("exec 0<&-; echo closed; sleep 1000"));
        readLine(closesIt);
        BrokenPipeException broken = assertThrows(BrokenPipeException.class, () -> write(closesIt, "x", fixture));
        assertEquals("Broken pipe: nobody reads stdin of " + closesIt, broken.getMessage());
        assertThrows(BrokenPipeException.class, () -> write(closesIt, "x".repeat(200_000), fixture));
        fixture.close(closesIt);
        Subprocess gone = start(Command.of("true"));
        fixture.run(gone.exited());
        assertThrows(BrokenPipeException.class, () -> write(gone, "x", fixture));
    }

    @Test
    void aWriterWaitsForWhoNeverReadsAndIsFreedByItsEnd() throws IOException {
        Subprocess process = start(Command.of("sleep", "1000"));
        ScheduledTask<Void> writes = fixture.start(process.stdin().write(new byte[1_000_000]));
        process.kill();
        assertThrows(BrokenPipeException.class, () -> fixture.run(writes));
        fixture.run(process.exited());
    }

    @Test
    void aCancelledReadLosesNothing() throws IOException {
        Subprocess process = start(Command.of("cat"));
        ScheduledTask<byte[]> reads = fixture.start(process.stdout().readExactly(4));
        write(process, "ab", fixture);
        reads.cancel();
        assertThrows(CancellationException.class, () -> fixture.run(reads));
        write(process, "cd", fixture);
        assertEquals("abcd", new String(fixture.run(process.stdout().readExactly(4)), UTF_8));
        fixture.run(process.stop(LONG));
    }

    @Test
    void streamsGoWhereTheCommandSays() throws IOException {
        Path input = Files.writeString(folder.resolve("in"), "text");
        Path output = folder.resolve("out");
        Path errors = folder.resolve("err");
        Subprocess process = start(shell("cat; echo bad >&2")
                .stdin(Redirect.from(input.toFile()))
                .stdout(Redirect.to(output.toFile()))
                .stderr(Redirect.appendTo(errors.toFile())));
        fixture.run(process.exited());
        assertEquals("text", Files.readString(output));
        assertEquals("bad\n", Files.readString(errors));
        IllegalStateException none = assertThrows(IllegalStateException.class, process::stdout);
        assertTrue(String.valueOf(none.getMessage()).startsWith("stdout of " + process + " is no pipe"));
        assertThrows(IllegalStateException.class, process::stdin);
        assertThrows(IllegalStateException.class, process::stderr);
        assertThrows(
                IllegalStateException.class,
                () -> start(shell("echo").mergeStderr()).stderr());
    }

    @Test
    void directoryAndEnvironmentAreThoseOfTheCommand() throws IOException {
        Output output = fixture.run(shell("pwd; echo $COLOUR; echo $HOME")
                .directory(folder.toRealPath())
                .environment("COLOUR", "red")
                .environment("HOME", null)
                .output());
        assertEquals(folder.toRealPath() + "\nred\n\n", output.text());
        Output bare = fixture.run(Command.of("/usr/bin/env")
                .emptyEnvironment()
                .environment("A", "b")
                .output());
        assertEquals("A=b\n", bare.text());
    }

    // ------------------------------------------------------------------ what is left

    @Test
    void manyProcessesLeaveNothingOpen() throws IOException {
        OpenDescriptors.assumeCounted();
        start(Command.of("true"));
        fixture.runUntil(children::areGone);
        long before = OpenDescriptors.count("pipe:");
        List<ScheduledTask<Output>> tasks = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            tasks.add(fixture.loop.spawn(
                    Awaits.task(Command.of("echo", String.valueOf(i)).output())));
        }
        for (int i = 0; i < 20; i++) {
            assertEquals(i + "\n", fixture.run(tasks.get(i)).text());
        }
        Subprocess unread = start(shell("echo never read; echo nor this >&2"));
        fixture.run(unread.exited());
        fixture.close(unread);
        fixture.runUntil(() -> OpenDescriptors.count("pipe:") <= before);
        assertTrue(children.areGone(), "a child is left, or a zombie");
    }

    @Test
    void whatRunsWhenTheLoopClosesIsKilled() throws IOException {
        OpenDescriptors.assumeCounted();
        long before = OpenDescriptors.count("pipe:");
        Subprocess process;
        try (EventLoop loop = EventLoop.create()) {
            process =
                    loop.run(shell("trap '' TERM; while :; do sleep 0.05; done").start());
        }
        fixture.runUntil(() -> process.status().isPresent());
        assertEquals(OptionalInt.of(9), process.status().orElseThrow().signal());
        process.close();
        fixture.runUntil(() -> OpenDescriptors.count("pipe:") <= before);
    }

    @Test
    void oneOfAPlainThreadIsKilledWithTheLoopThatItNeverSaw() throws IOException {
        Subprocess process = Command.of("sleep", "1000").start().block();
        fixture.runUntil(() -> process.status().isPresent());
        process.close();
    }

    @Test
    void belongsToItsLoopAndToRealTime() throws IOException {
        Subprocess process = start(Command.of("cat"));
        Awaitable<ExitStatus> exited = process.exited();
        assertThrows(IllegalStateException.class, exited::isReady);
        assertThrows(IllegalStateException.class, process::close);
        assertEquals("process", exited.describe().kind());
        assertEquals(process.toString(), exited.describe().toString());
        assertEquals("process cat (" + process.pid() + ")", process.toString());
        try (SimulatedLoop loop = EventLoop.simulated(1)) {
            Awaitable<Subprocess> start = Command.of("cat").start();
            assertThrows(UnsupportedOperationException.class, () -> loop.run(start));
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.process;

import dev.weft.Awaitable;
import dev.weft.CancelSafe;
import dev.weft.EventLoop;
import dev.weft.NotCancelSafe;
import dev.weft.io.BlockingTransport;
import dev.weft.io.ByteStream;
import dev.weft.spi.LoopThread;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A process that a {@link Command} has started. It is owned by the loop on whose thread it was.
 *
 * <p>Its pipes are streams. The JDK has them block, so each read and write that waits keeps a thread of the system, beside the one that the
 * JDK keeps for each process. A process whose pipe is full stands still until somebody reads: read all that it writes, or {@link
 * #communicate}, or have it written elsewhere.
 *
 * <p>Whoever starts a process sees to its end: {@code finally { await(process.stop(grace)); }}. One that runs when the loop closes is
 * killed, unless its command has {@link Command#leaveRunning}. One that has ended leaves nothing with the system, whether anybody asks or
 * not. What it has started itself is left alone.
 *
 * <p>Loop thread only, except where the text says otherwise. No argument may be null.
 */
public final class Subprocess implements AutoCloseable {
    private final EventLoop loop;
    private final String name;
    private final Process process;
    private final Duration grace;
    private final boolean endsWithUs;
    private final List<Redirect> redirects;
    private final boolean merged;
    private final Set<Exit> waits = new LinkedHashSet<>();
    private final Ending ending;

    /** Takes {@link #closeAtEnd} back, which the loop would run at its end. */
    private final Runnable notAtClose;

    private @Nullable ByteStream stdin;
    private @Nullable ByteStream stdout;
    private @Nullable ByteStream stderr;
    private @Nullable ExitStatus status;

    /** On the thread that has started it. */
    Subprocess(
            EventLoop loop, String name, Process process, ProcessBuilder builder, Duration grace, boolean endsWithUs) {
        this.loop = loop;
        this.name = name + " (" + process.pid() + ')';
        this.process = process;
        this.grace = grace;
        this.endsWithUs = endsWithUs;
        this.redirects = List.of(builder.redirectInput(), builder.redirectOutput(), builder.redirectError());
        this.merged = builder.redirectErrorStream();
        this.ending = new Ending(loop, process.toHandle());
        this.notAtClose = loop.onClose(this::closeAtEnd);
        var unused = process.onExit().whenComplete((ended, failed) -> tell());
    }

    private void tell() {
        try {
            loop.post(this::ended);
        } catch (IllegalStateException closed) {
            return; // nobody waits
        }
    }

    private void ended() {
        status = new ExitStatus(process.exitValue());
        ending.over();
        notAtClose.run();
        List<Exit> told = List.copyOf(waits);
        waits.clear();
        told.forEach(Exit::ended);
    }

    /** Makes the streams, which belong to the thread of the loop. */
    void openPipes() {
        if (redirects.get(0).equals(Redirect.PIPE)) {
            stdin = stream("stdin", null, process.getOutputStream());
        }
        if (redirects.get(1).equals(Redirect.PIPE)) {
            stdout = stream("stdout", process.getInputStream(), null);
        }
        if (redirects.get(2).equals(Redirect.PIPE) && !merged) {
            stderr = stream("stderr", process.getErrorStream(), null);
        }
    }

    private ByteStream stream(String pipe, @Nullable InputStream input, @Nullable OutputStream output) {
        String named = pipe + " of " + this;
        OutputStream telling = output == null ? null : new PipeOutput(output, named);
        return new ByteStream(BlockingTransport.of(named, input, telling, Pools.PIPES));
    }

    // ------------------------------------------------------------------ its pipes

    /**
     * Returns what the process reads. A write is over when the system has the bytes, and fails with {@link BrokenPipeException} when nobody
     * can read them any more. Closing the stream is the end of what the process reads.
     *
     * @return a stream that is written
     * @throws IllegalStateException if its command has it read from elsewhere
     */
    public ByteStream stdin() {
        return piped(stdin, "stdin");
    }

    /**
     * Returns what the process writes to its standard output. Up to 64 KiB are read ahead. It ends with the process; or, if a read stands in
     * the system's call at that moment, when all have closed it who have it, such as processes that this one has started. The JDK closes the
     * pipe when the process has ended: what others write to it from then on may be lost.
     *
     * @return a stream that is read
     * @throws IllegalStateException if its command has that go elsewhere
     */
    public ByteStream stdout() {
        return piped(stdout, "stdout");
    }

    /**
     * Returns what the process writes to its standard error, as {@link #stdout}.
     *
     * @return a stream that is read
     * @throws IllegalStateException if its command has that go elsewhere
     */
    public ByteStream stderr() {
        return piped(stderr, "stderr");
    }

    private ByteStream piped(@Nullable ByteStream stream, String pipe) {
        if (stream == null) {
            throw new IllegalStateException(
                    pipe + " of " + this
                            + " is no pipe: its command has it go elsewhere. Leave out what says so, or have it be Redirect.PIPE.");
        }
        return stream;
    }

    @Nullable
    ByteStream stdinOrNull() {
        return stdin;
    }

    @Nullable
    ByteStream stdoutOrNull() {
        return stdout;
    }

    @Nullable
    ByteStream stderrOrNull() {
        return stderr;
    }

    /**
     * Writes to the process, reads all that it writes, and waits for its end, all at the same time, so that no pipe is full for ever. What
     * the process does not read is dropped. The pipes are closed then. Not cancel-safe: the process is ended, and what it has written is
     * lost; with {@link Command#leaveRunning} it goes on.
     *
     * @param input what the process is to read; not to be touched until the result is there
     * @param outputLimit the most to hold of each of the two streams, in bytes
     * @return an awaitable of what it has written, and how it has ended
     * @throws OutputLimitException when awaited, if it writes more; it was killed then
     * @throws IOException when awaited, if a pipe fails
     * @throws IllegalArgumentException if the limit is negative
     */
    @NotCancelSafe("what the process has written; it is ended")
    @SuppressWarnings("unused") // the exception comes from the await
    public Awaitable<Output> communicate(byte[] input, int outputLimit) throws IOException {
        Objects.requireNonNull(input, "input");
        if (outputLimit < 0) {
            throw new IllegalArgumentException("a negative limit: " + outputLimit);
        }
        return new Communication(this, input, outputLimit);
    }

    // ------------------------------------------------------------------ its end

    /**
     * Suspends until the process has ended. Any number may wait. Not cancel-safe: who is cancelled ends the process. It is asked to end, as
     * by {@link #terminate}, and killed when {@link Command#grace} is over, and the cancellation comes when it is gone. To look without
     * that, await {@code shield(process.exited())}.
     *
     * @return an awaitable of how it has ended, which may be awaited when it has
     */
    @NotCancelSafe("the process, which is ended unless its command has leaveRunning()")
    public Awaitable<ExitStatus> exited() {
        return new Exit(this, "exited()", null);
    }

    /**
     * Has the process end, and suspends until it has: asks it to, as {@link #terminate}, and kills it if it has not ended in time. Cancel-safe:
     * a cancelled one kills the process at once, and the cancellation comes when it is gone.
     *
     * @param time how long it has; with none it is killed at once
     * @return an awaitable of how it has ended
     * @throws IllegalArgumentException if the time is negative
     */
    @CancelSafe
    public Awaitable<ExitStatus> stop(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("a negative time to end in: " + time);
        }
        return new Exit(this, "stop(...)", time);
    }

    /** Asks the process to end, with the signal {@code SIGTERM} where there are signals. One that has ended is left alone. Any thread. */
    public void terminate() {
        process.toHandle().destroy(); // the process's own method would close what it writes to
    }

    /** Kills the process, with the signal {@code SIGKILL} where there are signals. One that has ended is left alone. Any thread. */
    public void kill() {
        process.toHandle().destroyForcibly();
    }

    /**
     * Says how the process has ended. Any thread.
     *
     * @return how; empty if it runs
     */
    public Optional<ExitStatus> status() {
        return process.isAlive() ? Optional.empty() : Optional.of(new ExitStatus(process.exitValue()));
    }

    /**
     * Returns the number by which the system knows the process. Any thread.
     *
     * @return the number, which another one may have when this has ended
     */
    public long pid() {
        return process.pid();
    }

    /**
     * Kills the process, if it runs, and closes its pipes, without waiting. Idempotent, and nothing happens on any thread when its loop is
     * closed.
     *
     * @throws IllegalStateException on another thread, while the loop is open
     */
    @Override
    public void close() {
        if (!loop.isClosed()) {
            LoopThread.require(loop, "close()", this);
            kill();
            closePipes();
        }
    }

    private void closeAtEnd() {
        if (endsWithUs) {
            kill();
        }
    }

    void closePipes() {
        for (ByteStream pipe : new ByteStream[] {stdin, stdout, stderr}) {
            if (pipe != null) {
                pipe.close();
            }
        }
    }

    // ------------------------------------------------------------------ for those who wait

    EventLoop loop() {
        return loop;
    }

    @Nullable
    ExitStatus seenStatus() {
        return status;
    }

    void add(Exit wait) {
        waits.add(wait);
    }

    void remove(Exit wait) {
        waits.remove(wait);
    }

    /** Has it end in so much time, if it has not; a second time may be sooner, and is not later. */
    void end(Duration time) {
        if (status == null) {
            ending.within(time);
        }
    }

    /** Has it end because who waits for it was cancelled; false if it is to go on. */
    boolean endForCancelled() {
        if (endsWithUs) {
            end(grace);
        }
        return endsWithUs;
    }

    /** What it is called where the kind of thing is said already. */
    String name() {
        return name;
    }

    /** The name of the program, and the number of the process. */
    @Override
    public String toString() {
        return "process " + name;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.process;

import dev.weft.CallableOp;
import dev.weft.EventLoop;
import dev.weft.SimulatedLoop;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.internal.BlockingCall;
import dev.weft.spi.LoopThread;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The start of a process, which takes the system some milliseconds. */
final class Starting extends BlockingCall<Subprocess> {
    private final String program;
    private final Job starting;

    Starting(Command command, ProcessBuilder builder, Duration grace, boolean endsWithUs) {
        this(command, new Job(command, builder, grace, endsWithUs));
    }

    private Starting(Command command, Job starting) {
        super(Pools.PIPES, starting);
        this.program = command.toString();
        this.starting = starting;
    }

    @Override
    protected boolean isInterruptible() {
        return false;
    }

    @Override
    protected void begin(Waiter waiter) {
        EventLoop loop = LoopThread.current(operation());
        if (loop instanceof SimulatedLoop) {
            throw new UnsupportedOperationException(operation()
                    + " on a loop with virtual time, in which a process has no place. Run it on EventLoop.create(), or by"
                    + " blocking(...), for which virtual time stands still.");
        }
        starting.loop = loop;
        super.begin(waiter);
    }

    @Override
    protected Subprocess value() {
        Subprocess started = super.value();
        started.openPipes();
        return started;
    }

    @Override
    public void discard(Subprocess unclaimed) {
        unclaimed.close();
    }

    @Override
    protected String operation() {
        return "start() of " + program;
    }

    @Override
    public WaitDescription describe() {
        return describe("start", "of " + program);
    }

    private static final class Job implements CallableOp<Subprocess, IOException> {
        private final Command command;
        private final ProcessBuilder builder;
        private final Duration grace;
        private final boolean endsWithUs;
        private @Nullable EventLoop loop;

        Job(Command command, ProcessBuilder builder, Duration grace, boolean endsWithUs) {
            this.command = command;
            this.builder = builder;
            this.grace = grace;
            this.endsWithUs = endsWithUs;
        }

        @Override
        public Subprocess call() throws IOException {
            Process process = builder.start();
            try {
                return new Subprocess(
                        Objects.requireNonNull(loop), command.toString(), process, builder, grace, endsWithUs);
            } catch (Throwable refused) { // the loop is closed
                process.destroyForcibly();
                throw refused;
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.process;

import dev.weft.EventLoop;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.internal.CancelRequest;
import dev.weft.io.ByteStream;
import dev.weft.spi.SingleUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * All that goes to a process and comes from it, until it has ended. What fails has the process killed; so it is over when the process is
 * gone, and, if nothing has failed and nobody was cancelled, when its pipes have ended. Loop thread only.
 */
final class Communication extends SingleUse<Output> {
    private final Subprocess process;
    private final byte[] input;
    private final int limit;
    private final Exit exit;
    private final Waiter exited = this::exited;
    private final List<Drain> drains = new ArrayList<>();
    private @Nullable Drain stdout;
    private @Nullable Drain stderr;
    private @Nullable Feed feed;
    private int pipes;
    private @Nullable ExitStatus status;
    private @Nullable Throwable failure;
    private @Nullable CancelRequest cancelled;

    Communication(Subprocess process, byte[] input, int limit) {
        this.process = process;
        this.input = input;
        this.limit = limit;
        this.exit = new Exit(process, "communicate(...)", null);
    }

    @Override
    protected void begin(Waiter waiter) {
        ByteStream toProcess = process.stdinOrNull();
        stdout = drain(process.stdoutOrNull());
        stderr = drain(process.stderrOrNull());
        pipes = drains.size() + (toProcess == null ? 0 : 1);
        drains.forEach(Drain::begin);
        if (toProcess != null) {
            feed = new Feed(toProcess, this::pipeOver);
            feed.begin(input);
        }
        if (exit.isReady()) {
            exited();
        } else {
            exit.subscribe(exited);
        }
    }

    private @Nullable Drain drain(@Nullable ByteStream pipe) {
        if (pipe == null) {
            return null;
        }
        Drain drain = new Drain(pipe, limit, this::pipeOver);
        drains.add(drain);
        return drain;
    }

    private void pipeOver(@Nullable Throwable failed) {
        pipes--;
        if (failed != null && failure == null) {
            failure = failed;
            process.kill();
        }
        look();
    }

    private void exited() {
        if (status == null) {
            status = process.seenStatus();
            look();
        }
    }

    private void look() {
        if (status == null || (pipes > 0 && failure == null && cancelled == null)) {
            return;
        }
        leave();
        complete();
    }

    private void leave() {
        drains.forEach(Drain::stop);
        if (feed != null) {
            feed.stop();
        }
        process.closePipes();
    }

    @Override
    protected Output value() throws Exception {
        if (cancelled != null) {
            throw new CancellationException(cancelled.toString());
        }
        if (failure instanceof Exception failed) {
            throw failed;
        }
        if (failure != null) {
            throw new IllegalStateException(failure);
        }
        return new Output(Objects.requireNonNull(status), bytes(stdout), bytes(stderr));
    }

    private static byte[] bytes(@Nullable Drain drain) {
        return drain == null ? new byte[0] : drain.bytes();
    }

    /** False while the process, which is ended by this, is not gone. */
    @Override
    public boolean withdraw(Waiter waiter) {
        if (waiter() != waiter) {
            return super.withdraw(waiter);
        }
        CancelRequest request = CancelRequest.of(waiter);
        if (status == null && process.endForCancelled()) {
            cancelled = cancelled == null ? request : cancelled;
            return false;
        }
        return super.withdraw(waiter);
    }

    @Override
    protected void stop() {
        if (waiterHasBegun()) {
            exit.withdraw(exited);
            leave();
        }
    }

    private boolean waiterHasBegun() {
        return feed != null || !drains.isEmpty();
    }

    @Override
    protected String operation() {
        return "communicate(...) of " + process;
    }

    @Override
    public WaitDescription describe() {
        return WaitDescription.of("process", process.name() + ", and its pipes");
    }

    @Override
    public EventLoop loop() {
        return process.loop();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.process;

import dev.weft.EventLoop;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.internal.CancelRequest;
import dev.weft.spi.SingleUse;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** The wait for the end of a process, which a cancellation brings about. Loop thread only. */
final class Exit extends SingleUse<ExitStatus> {
    private final Subprocess process;
    private final String call;

    /** The time in which it has to end; null if it may take what it likes. */
    private final @Nullable Duration time;

    private @Nullable CancelRequest cancelled;

    Exit(Subprocess process, String call, @Nullable Duration time) {
        this.process = process;
        this.call = call;
        this.time = time;
    }

    @Override
    protected void begin(Waiter waiter) {
        process.add(this);
        if (time != null) {
            process.end(time);
        }
    }

    void ended() {
        complete();
    }

    @Override
    protected boolean tryComplete() {
        return process.seenStatus() != null;
    }

    @Override
    protected ExitStatus value() {
        if (cancelled != null) {
            throw new CancellationException(cancelled.toString());
        }
        return Objects.requireNonNull(process.seenStatus());
    }

    /** False while the process, which is ended by this, is not gone. */
    @Override
    public boolean withdraw(Waiter waiter) {
        if (waiter() != waiter || process.seenStatus() != null || !isEnding()) {
            return super.withdraw(waiter);
        }
        if (cancelled == null) {
            cancelled = CancelRequest.of(waiter);
        }
        return false;
    }

    private boolean isEnding() {
        if (time == null) {
            return process.endForCancelled();
        }
        process.kill();
        return true;
    }

    @Override
    protected void stop() {
        process.remove(this);
    }

    @Override
    protected String operation() {
        return call + " of " + process;
    }

    @Override
    public WaitDescription describe() {
        return WaitDescription.of("process", process.name() + (time == null ? "" : ", which is to end in " + time));
    }

    @Override
    public EventLoop loop() {
        return process.loop();
    }
}

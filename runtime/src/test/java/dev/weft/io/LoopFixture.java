// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Waiter;
import dev.weft.Weft;
import dev.weft.spi.Sneaky;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A loop of its own for each test, which runs it by the piece on its own thread. */
public class LoopFixture implements AfterEachCallback {
    /** The loop. */
    public final CountingLoop loop = new CountingLoop(EventLoop.create());

    public LoopFixture() {}

    /** Closes what a test has open besides the loop. */
    protected void close() throws IOException {}

    @Override
    public final void afterEach(ExtensionContext context) throws IOException {
        close();
        loop.close();
    }

    /** Whether a read waits. */
    static boolean reads(ByteStream stream) {
        return stream.duplex.waiting(SelectionKey.OP_READ) != null;
    }

    /** Whether a write waits. */
    static boolean writes(ByteStream stream) {
        return stream.duplex.waiting(SelectionKey.OP_WRITE) != null;
    }

    /** How many bytes a stream holds that nobody has taken. */
    static int held(ByteStream stream) {
        try {
            return stream.duplex.heldSize();
        } catch (IOException lost) {
            throw new UncheckedIOException(lost);
        }
    }

    public final <T> T run(Awaitable<T> awaitable) {
        return loop.run(awaitable);
    }

    /** Starts something and lets it run until it waits. */
    public final <T> ScheduledTask<T> start(Awaitable<T> awaitable) {
        ScheduledTask<T> task = loop.spawn(awaitable);
        runUntil(() -> task.isReady() || task.state() == ScheduledTask.State.SUSPENDED);
        return task;
    }

    public final void runUntil(BooleanSupplier condition) {
        runUntil(loop, condition);
    }

    /** Runs turns, each of which asks the selector, until something is so. */
    public static void runUntil(EventLoop loop, BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            loop.run(Weft.sleep(Duration.ofNanos(1)));
        }
    }

    public final <T> T call(Callable<T> code) {
        return run(calling(code));
    }

    /** Closes on the thread of the loop. */
    public final void close(AutoCloseable closeable) {
        call(() -> {
            closeable.close();
            return "";
        });
    }

    /** Code that throws what nobody expects of it. */
    public interface Code {
        void run() throws Exception;
    }

    /** The same code, for where no exception is declared. */
    public static Runnable unchecked(Code code) {
        return () -> {
            try {
                code.run();
            } catch (Exception thrown) {
                throw Sneaky.rethrow(thrown);
            }
        };
    }

    /** Something to await that runs plain code, and so puts it on the thread of a loop. */
    public static <T> Awaitable<T> calling(Callable<T> code) {
        return new Awaitable<>() {
            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public T result() throws Exception {
                return code.call();
            }

            @Override
            public void subscribe(Waiter waiter) {
                waiter.wake();
            }

            @Override
            public boolean withdraw(Waiter waiter) {
                return true;
            }
        };
    }
}

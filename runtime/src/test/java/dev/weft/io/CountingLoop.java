// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.LoopListener;
import dev.weft.LoopMetrics;
import dev.weft.Priority;
import dev.weft.Registration;
import dev.weft.ScheduledTask;
import dev.weft.UnseenFailure;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A loop that counts what is asked of its selector, and what that has to say. */
public final class CountingLoop implements EventLoop {
    private final EventLoop loop;

    /** The interest of the channel watched last. */
    public int interest;

    /** How often a channel was registered, or its interest changed. */
    public int changes;

    /** How often a channel was said to be ready. */
    public int readiness;

    /** What a method throws when it is called for the next time, by its name. */
    public final Map<String, Error> failures = new HashMap<>();

    public CountingLoop(EventLoop loop) {
        this.loop = loop;
    }

    @Override
    public Registration watch(SelectableChannel channel, int first, IntConsumer onReady) throws ClosedChannelException {
        Registration registration = loop.watch(channel, first, ready -> {
            readiness++;
            onReady.accept(ready);
        });
        interest = first;
        changes++;
        return new Registration() {
            @Override
            public int interest() {
                return registration.interest();
            }

            @Override
            public void interest(int next) {
                if (next != interest) {
                    changes++;
                    interest = next;
                }
                registration.interest(next);
            }

            @Override
            public void cancel() {
                registration.cancel();
            }
        };
    }

    private void throwFailureOf(String method) {
        Error failure = failures.remove(method);
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public <T> T run(Awaitable<T> main) {
        return loop.run(main);
    }

    @Override
    public <T> ScheduledTask<T> spawn(Awaitable<T> task) {
        return loop.spawn(task);
    }

    @Override
    public <T> ScheduledTask<T> spawn(String name, Awaitable<T> task) {
        throwFailureOf("spawn");
        return loop.spawn(name, task);
    }

    @Override
    public <T> ScheduledTask<T> spawn(String name, Awaitable<T> task, Priority priority) {
        return loop.spawn(name, task, priority);
    }

    @Override
    public <T> ScheduledTask<T> spawn(Supplier<String> name, Awaitable<T> task, ScheduledTask<?> spawner) {
        throwFailureOf("spawn");
        return loop.spawn(name, task, spawner);
    }

    @Override
    public void post(Runnable action) {
        throwFailureOf("post");
        loop.post(action);
    }

    @Override
    public void stop() {
        loop.stop();
    }

    @Override
    public void close() {
        loop.close();
    }

    @Override
    public boolean isClosed() {
        return loop.isClosed();
    }

    @Override
    public Runnable onClose(Runnable action) {
        return loop.onClose(action);
    }

    @Override
    public void setExceptionHandler(@Nullable Consumer<? super UnseenFailure> handler) {
        loop.setExceptionHandler(handler);
    }

    @Override
    public void reportUnendedAfter(Duration time) {
        loop.reportUnendedAfter(time);
    }

    @Override
    public LoopMetrics metrics() {
        return loop.metrics();
    }

    @Override
    public Runnable addListener(LoopListener listener) {
        return loop.addListener(listener);
    }

    @Override
    public long nanoTime() {
        return loop.nanoTime();
    }

    @Override
    public boolean isLoopThread() {
        return loop.isLoopThread();
    }

    @Override
    public List<ScheduledTask<?>> tasks() {
        return loop.tasks();
    }

    @Override
    public List<ScheduledTask<?>> spawnedBy(ScheduledTask<?> spawner) {
        return loop.spawnedBy(spawner);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.stress;

import dev.weft.ScheduledTask;
import dev.weft.net.Connection;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What one step has got, and what spawned tasks and futures keep for it that it did not get: all of that is ended with the step. What neither has,
 * somebody else gave back.
 */
final class Results implements AutoCloseable {
    private final World world;
    private final @Nullable Flow flow;
    private final ByteBuffer buffer = ByteBuffer.allocate(4);
    private final List<ScheduledTask<?>> spawned = new ArrayList<>();
    private final List<CompletableFuture<?>> futures = new ArrayList<>();
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<Held> held = new ArrayList<>();
    private @Nullable Connection connection;

    Results(World world, @Nullable Flow flow) {
        this.world = world;
        this.flow = flow;
    }

    /** The stream's flow of a step that reads or writes. */
    @SuppressWarnings("NullAway") // other steps do not ask
    Flow flow() {
        return flow;
    }

    ByteBuffer buffer() {
        return buffer;
    }

    @Nullable
    Connection connection() {
        return connection;
    }

    <T> ScheduledTask<T> known(ScheduledTask<T> task) {
        spawned.add(task);
        return task;
    }

    <T> CompletableFuture<T> known(CompletableFuture<T> future) {
        futures.add(future);
        return future;
    }

    void got(@Nullable Object result) {
        if (result instanceof List<?> list) {
            list.forEach(this::got);
        } else if (result != null && seen.add(result)) {
            keep(result);
        }
    }

    private void keep(Object result) {
        if (result instanceof Held one) {
            world.expect(!one.isOver(), () -> one.getClass().getSimpleName() + " is given after it was given back");
            held.add(one);
        } else if (result instanceof byte[] bytes && flow != null) {
            flow.received(bytes);
        } else if (result instanceof Connection opened) {
            connection = opened;
            held.add(new Opened(opened));
        }
    }

    /** A connection, which is closed any number of times. */
    private record Opened(Connection connection) implements Held {
        @Override
        public boolean isOver() {
            return false;
        }

        @Override
        public void end() {
            connection.close();
        }
    }

    @Override
    public void close() {
        for (ScheduledTask<?> task : spawned) {
            if (task.isReady()) {
                sweep(valueOf(task));
            } else { // a future of it was cancelled, which waits for nobody
                world.late.add(task);
            }
        }
        for (CompletableFuture<?> future : futures) {
            if (future.isDone() && !future.isCompletedExceptionally()) {
                sweep(future.join());
            }
        }
        held.forEach(Held::end);
        if (flow != null) {
            flow.received(buffer);
        }
    }

    /** Ends what a task has kept that ended after its step. */
    static void endLate(World world, ScheduledTask<?> task) {
        Results late = new Results(world, null);
        late.sweep(valueOf(task));
        late.close();
    }

    private static @Nullable Object valueOf(ScheduledTask<?> task) {
        try {
            return task.state() == ScheduledTask.State.SUCCEEDED ? task.result() : null;
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Takes what a task has kept. What it had got from another await of the same step was perhaps given back by that. */
    private void sweep(@Nullable Object result) {
        if (result instanceof List<?> list) {
            list.forEach(this::sweep);
        } else if (!(result instanceof Held one) || !one.isOver()) {
            got(result);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.stream;

import dev.weft.AsyncGenerator;
import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.NotWovenException;
import dev.weft.WaitDescription;
import dev.weft.internal.CancelRequest;
import dev.weft.internal.Execution;
import dev.weft.internal.LoopEngine;
import dev.weft.internal.SpawnedTask;
import dev.weft.spi.Compound;
import dev.weft.spi.Sneaky;
import dev.weft.spi.Unseen;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A generator that works ahead of its consumer: a task of its own takes the elements of each source. The tasks start when the first element
 * is awaited, and belong to the task that awaits it: none is left behind at the end, after a failure, after a close, or when that task
 * ends. Loop thread only.
 *
 * <pre>
 * phase     means                                          next
 * NEW       nobody has awaited an element                  OPEN, or CLOSED at once
 * OPEN      the tasks run, or elements are left            CLOSED by a close, the end of the owner, or what ends the sources
 * CLOSED    there is nothing more to give
 * </pre>
 *
 * <p>Whoever waits for an element has taken nothing until it is there, so a wait that is cancelled loses none. What was there before a
 * source failed is given before that is thrown.
 *
 * @param <S> the type of the elements of the sources
 * @param <T> the type of its own
 */
abstract class Ahead<S, T> implements AsyncGenerator<T> {
    private enum Phase {
        NEW,
        OPEN,
        CLOSED
    }

    private final String operation;
    private final List<? extends AsyncGenerator<? extends S>> sources;
    private final Next next = new Next();
    private Phase phase = Phase.NEW;
    private @Nullable LoopEngine loop;
    private @Nullable Owner owner;
    private List<Pump<S>> pumps = List.of();

    /** How many pumps have not ended. */
    private int running;

    /** What has failed in the sources, and nobody knows yet. */
    private @Nullable Throwable failure;

    /** The task to which the pumps belonged, and with which they were ended before they had given all; null otherwise. */
    private @Nullable String endedWith;

    private @Nullable T element;

    /** Whether the element was taken and given back. */
    private boolean isGivenBack;

    Ahead(String operation, List<? extends AsyncGenerator<? extends S>> sources) {
        this.operation = operation;
        this.sources = sources;
    }

    // ------------------------------------------------------------------ what a subclass says

    /** Takes over the element that a pump stands at. */
    abstract void add(Pump<S> from);

    /** Whether a pump may go on to another element. */
    abstract boolean hasRoom(Pump<S> pump);

    /** Whether there is an element to give. */
    abstract boolean hasElement();

    /** Takes the next element out. */
    abstract T take();

    /** Drops what nobody will take. */
    abstract void drop();

    // ------------------------------------------------------------------ its tasks

    final boolean haveAllEnded() {
        return running == 0;
    }

    final LoopEngine requireLoop() {
        LoopEngine here = loop;
        if (here == null) {
            here = Execution.requireLoop(operation);
            loop = here;
        }
        here.requireLoopThread(operation);
        return here;
    }

    private void open() {
        if (sources.isEmpty()) {
            phase = Phase.CLOSED; // there is nothing that would leave an owner
            return;
        }
        LoopEngine here = requireLoop();
        Owner owned = Owner.ofCaller(this);
        phase = Phase.OPEN;
        pumps = new ArrayList<>(sources.size());
        owner = owned;
        for (AsyncGenerator<? extends S> source : sources) {
            start(new Pump<>(this, source), here, owned);
        }
    }

    private void start(Pump<S> pump, LoopEngine here, Owner owned) {
        SpawnedTask<?> task = here.spawnPart(operation, pump, owned.task());
        task.runsBeside();
        pump.runs(task);
        pumps.add(pump);
        running++;
        task.subscribe(new PumpEnd(pump, task));
    }

    /** A pump has ended. The first that fails ends the others. */
    final void ended(Pump<S> pump, @Nullable Throwable thrown) {
        running--;
        if (thrown != null) {
            boolean isFirst = failure == null;
            for (Throwable failed : pump.mustEnd() ? Unseen.failuresIn(thrown) : List.of(thrown)) {
                failure = Failures.join(failure, failed);
            }
            if (isFirst && failure != null) {
                endPumps(CancelRequest.by(operation + ", of which a source has failed"));
            }
        }
        if (running == 0 && owner != null) {
            owner.leaves();
        }
        next.signal();
    }

    final void endPumps(CancelRequest request) {
        pumps.forEach(pump -> pump.end(request));
    }

    /** There may be an element for who waits. */
    final void hasMore() {
        next.signal();
    }

    /** Whether a close has begun, or nothing is left to give. */
    final boolean isClosed() {
        return phase == Phase.CLOSED;
    }

    /**
     * The task to which the pumps belong has ended: they are asked to end too. The element that was taken last stays, and whoever asks for
     * another one is told why there is none. Says how many pumps there were.
     */
    final int left(String name, CancelRequest request) {
        int left = running;
        endedWith = name;
        phase = Phase.CLOSED;
        drop();
        endPumps(request);
        next.signal();
        return left;
    }

    // ------------------------------------------------------------------ for the consumer

    @Override
    public final Awaitable<Boolean> next() {
        return next.asked();
    }

    @Override
    public final T current() {
        T here = element;
        if (here == null || isGivenBack) {
            throw new IllegalStateException("current() of " + operation
                    + ", which stands at no element. There is one after an await(next()) that gave true.");
        }
        return here;
    }

    @Override
    public final void close() {
        if (phase != Phase.NEW && running > 0) {
            throw new NotWovenException(
                    "close() of " + operation + " has to wait for " + running + " of its tasks, and what calls it"
                            + " is not woven. Close it in an async method, by the type AsyncGenerator, or spawn closing().");
        }
        if (phase == Phase.NEW) {
            sources.forEach(AsyncGenerator::close); // one that refuses leaves this open
        } else {
            sourcesLeft().forEach(AsyncGenerator::close);
        }
        becomesClosed();
    }

    @Override
    public final Awaitable<Void> closing() {
        return new AheadClosing(this);
    }

    /** Begins to close, and returns what has to be closed and waited for. What has failed before nobody will ask for: it is reported. */
    final List<Awaitable<?>> beginClose() {
        if (phase == Phase.NEW) {
            becomesClosed();
            return sources.stream().<Awaitable<?>>map(AsyncGenerator::closing).toList();
        }
        if (phase == Phase.CLOSED && running == 0) {
            becomesClosed();
            return List.of();
        }
        requireLoop();
        Throwable before = takeFailure();
        if (before != null) {
            Unseen.report(operation, before);
        }
        becomesClosed();
        endPumps(CancelRequest.by("the close of " + operation));
        List<Awaitable<?>> tasks = new ArrayList<>(pumps.size());
        for (Pump<S> pump : pumps) {
            if (pump.task() != null && !pump.hasEnded()) {
                tasks.add(pump.task());
            }
        }
        return tasks;
    }

    /** The sources that nobody has closed, since their tasks were cancelled before they began. Each may have begun before. */
    final List<? extends AsyncGenerator<? extends S>> sourcesLeft() {
        return pumps.stream().filter(Pump::leftItsSource).map(Pump::source).toList();
    }

    private void becomesClosed() {
        phase = Phase.CLOSED;
        endedWith = null;
        element = null;
        isGivenBack = false;
        drop();
        next.signal();
    }

    /** What has failed, which is told once. */
    final @Nullable Throwable takeFailure() {
        Throwable thrown = failure;
        failure = null;
        return thrown;
    }

    private boolean isReady() {
        if (phase == Phase.NEW) {
            open();
        } else if (phase == Phase.OPEN) {
            requireLoop(); // elements that are there would be taken on any thread
        }
        return phase == Phase.CLOSED || isGivenBack || hasElement() || running == 0;
    }

    private boolean move() {
        if (isGivenBack) {
            isGivenBack = false;
            return true;
        }
        element = null;
        if (phase == Phase.OPEN && hasElement()) {
            element = take();
            return true;
        }
        Throwable thrown = takeFailure();
        String gone = endedWith;
        if (running == 0 && gone == null) {
            becomesClosed();
        }
        if (thrown != null) {
            throw Sneaky.rethrow(thrown);
        }
        if (gone != null) {
            throw Owner.gone(this, gone);
        }
        return false;
    }

    @Override
    public String toString() {
        return operation;
    }

    /** The wait for the next element. */
    private final class Next extends NextSignal implements Compound {
        @Override
        public boolean isReady() {
            return Ahead.this.isReady();
        }

        @Override
        boolean move() {
            return Ahead.this.move();
        }

        @Override
        public void discard(Boolean moved) {
            isGivenBack = moved && phase == Phase.OPEN;
        }

        @Override
        String what() {
            return "next() of " + operation;
        }

        @Override
        public @Nullable EventLoop loop() {
            return loop;
        }

        @Override
        public WaitDescription describe() {
            return WaitDescription.of(
                    "generator", operation + ", " + running + " of " + sources.size() + " sources run");
        }

        @Override
        public List<Awaitable<?>> awaitables() {
            return pumps.stream()
                    .filter(pump -> !pump.hasEnded())
                    .map(Pump::task)
                    .<Awaitable<?>>flatMap(Stream::ofNullable)
                    .toList();
        }
    }
}

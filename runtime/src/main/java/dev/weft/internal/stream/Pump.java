// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.stream;

import dev.weft.AsyncGenerator;
import dev.weft.WaitDescription;
import dev.weft.abi.Coroutine;
import dev.weft.internal.CancelRequest;
import dev.weft.internal.SpawnedTask;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * What a task of an {@link Ahead} runs: takes the elements of one source as long as there is room. It never fails: what its source throws it
 * tells the one it works for.
 *
 * @param <S> the type of the elements
 */
final class Pump<S> extends Consuming<Void> {
    private static final int MOVING = OWN;
    private static final int FULL = OWN + 1;

    private final Ahead<S, ?> works;
    private final AsyncGenerator<? extends S> source;
    private final Room room = new Room();
    private @Nullable SpawnedTask<?> task;

    /** Whether it is to end before its source does. */
    private boolean mustEnd;

    /** The request by which it ends then. Null if none is needed, as it closes its source. */
    private @Nullable CancelRequest endsBy;

    /** The element that waits to be taken, of those that have nothing else to put it in: the source may end before. */
    private @Nullable S kept;

    private boolean hasBegun;

    /** Whether it closes its source, or has: then it ends anyhow. */
    private boolean closesSource;

    /** The cancellation that has come to it while it closed its source. */
    private @Nullable CancellationException brokenOff;

    private boolean hasEnded;

    Pump(Ahead<S, ?> works, AsyncGenerator<? extends S> source) {
        this.works = works;
        this.source = source;
    }

    /** The element that it stands at. */
    S element() {
        return source.current();
    }

    void keepElement() {
        kept = element();
    }

    boolean keepsElement() {
        return kept != null;
    }

    @SuppressWarnings("NullAway") // one is kept
    S takeElement() {
        S taken = kept;
        kept = null;
        return taken;
    }

    void runs(SpawnedTask<?> started) {
        task = started;
    }

    @Nullable
    SpawnedTask<?> task() {
        return task;
    }

    boolean mustEnd() {
        return mustEnd;
    }

    boolean hasEnded() {
        return hasEnded;
    }

    /** Has it end. One that has not begun is not cancelled, for then its source would not be closed; nor is one that closes it already. */
    void end(CancelRequest request) {
        if (!mustEnd && !hasEnded) {
            mustEnd = true;
            if (hasBegun && !closesSource && task != null) {
                cancelOnce(task, request);
            }
            endsBy = task == null ? null : task.lastRequest();
        }
    }

    /** Whether its task has ended, by a cancellation, before it could close its source. */
    boolean leftItsSource() {
        return hasEnded && !hasBegun;
    }

    /** There may be room for another element. */
    void hasRoom() {
        room.signal();
    }

    /** Its task has ended, perhaps without having begun. May be called again. */
    void taskEnded(@Nullable Throwable thrown) {
        if (!hasEnded) {
            hasEnded = true;
            works.ended(this, thrown);
        }
    }

    /** Takes elements until it has to wait, or none are left. */
    @Override
    @Nullable
    Object consume(Coroutine co) throws Throwable {
        hasBegun = true;
        Object moved = state == MOVING ? co.resumed() : state == FULL ? afterWait(co) : next(co);
        int waitsAt = MOVING;
        while (moved == Boolean.TRUE) {
            hasElement(co);
            works.add(this);
            waitsAt = works.hasRoom(this) ? MOVING : FULL;
            moved = waitsAt == MOVING ? next(co) : co.await(room); // which is ready only if it must end
        }
        if (moved == Coroutine.SUSPENDED) {
            co.suspend(this, waitsAt);
        }
        return moved;
    }

    private @Nullable Object afterWait(Coroutine co) throws Throwable {
        co.resumed();
        return next(co);
    }

    private @Nullable Object next(Coroutine co) throws Throwable {
        return mustEnd ? null : co.await(source.next());
    }

    @Override
    AsyncGenerator<? extends S> source() {
        return source;
    }

    @Override
    boolean closesToEnd() {
        closesSource = true;
        return mustEnd;
    }

    @Override
    void wasBrokenOff(CancellationException by) {
        brokenOff = by;
    }

    /** One that was cancelled once more, as it ended, ends by that: who waits for it, and has passed it on, is to know it again. */
    @Override
    @Nullable
    Object end(@Nullable Throwable thrown) {
        taskEnded(thrown);
        Throwable last = brokenOff == null ? thrown : brokenOff;
        if (last instanceof CancellationException cancelled && isFurther(cancelled)) {
            throw cancelled;
        }
        return null;
    }

    private boolean isFurther(CancellationException cancelled) {
        return mustEnd && task != null && task.cancelling() > 0 && (endsBy == null || !endsBy.isDeliveredBy(cancelled));
    }

    @Override
    String what() {
        return "of " + works;
    }

    /** The wait until there is room for another element. */
    private final class Room extends Signal<Void> {
        @Override
        public boolean isReady() {
            return mustEnd || works.hasRoom(Pump.this);
        }

        @Override
        @SuppressWarnings("NullAway") // Void
        public Void result() {
            return null;
        }

        @Override
        String what() {
            return "room of " + works;
        }

        @Override
        public WaitDescription describe() {
            return WaitDescription.of("room", "in " + works);
        }
    }
}

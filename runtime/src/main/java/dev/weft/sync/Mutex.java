// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import dev.weft.Awaitable;
import dev.weft.CancelSafe;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import org.jspecify.annotations.Nullable;

/**
 * A lock that one task holds at a time, across its awaits:
 *
 * <pre>{@code
 * try (Mutex.Guard held = await(mutex.lock())) {
 *     await(connection.write(request)); // nobody else writes in between
 * }
 * }</pre>
 *
 * <p>First come, first served: unlocking hands the lock to who has waited longest, and who comes later never gets in between. Unlocking
 * never suspends.
 *
 * <p>It belongs to the task that locked it, which alone unlocks it; {@code await(waitFor(mutex.lock(), limit))} locks it for the task that
 * says so. The block of a {@code timeout}, {@code shield}, {@code TaskGroup.run}, {@code asCompleted} or {@link Retry} holds what the task
 * holds that awaits it, and the other way round; children of a group do not. What a clause of a {@code select} locks, the task holds that
 * awaits the select; what is handed to a {@code shield} that was left goes on to the next. What is to be unlocked by another task is a
 * {@link Semaphore} of one permit. Only when the task has ended may others unlock, since a task that was spawned for the lock alone, {@code
 * spawn(mutex.lock())}, takes it for whoever awaits that task.
 *
 * <p>Not reentrant: a task that locks again what it holds would wait for itself, and is refused.
 *
 * <p>Belongs to the event loop on whose thread it is first used, and throws {@link IllegalStateException} on any other thread. The methods
 * that only tell something may be called on any thread, and may then tell what was so a moment before.
 */
public final class Mutex extends Confined {
    private final Line<Queued<?>> line = new Line<>();
    private final Turnstile<Guard> turnstile = new LockTurnstile();
    private final Guard guard = new Guard();
    private boolean locked;

    /**
     * Who holds it; while it is handed over, who waits for it, perhaps for another one ({@link #holder}). Null if no task took it. While it
     * is free, who held it last: that one often is the next, and need not be written again, which in an old object costs a collector's
     * barrier.
     */
    private @Nullable ScheduledTask<?> owner;

    /** Whether it was handed to somebody who has yet to take it. That one may take it for another one than when it was handed over. */
    private boolean isHanded;

    /** Makes a mutex that is free. */
    public Mutex() {
        this("");
    }

    /**
     * Makes a mutex that is free and has a name, which dumps and messages show.
     *
     * @param name how to call it; empty for none
     */
    public Mutex(String name) {
        super(name);
    }

    @Override
    String kind() {
        return "mutex";
    }

    /**
     * Locks, waiting while another task holds it. Cancel-safe: a task that is cancelled while it waits leaves the line, and a lock that was
     * handed to it in that moment goes on to the next one. Awaiting it throws {@link IllegalStateException} if the calling task holds it
     * already.
     *
     * <p>Where the mutex is free it takes no object, and what it returns may be awaited again, to lock again.
     *
     * @return the lock, held by the task that awaits this
     */
    @CancelSafe
    public Awaitable<Guard> lock() {
        return locked ? new Lock() : turnstile;
    }

    /**
     * Locks if that can be done at once. Never suspends.
     *
     * @return true if the calling task now holds it
     * @throws IllegalStateException if it held it before, or on the thread of another loop
     */
    public boolean tryLock() {
        Waiter caller = caller("tryLock()");
        if (locked) {
            refuseOwner(caller, "tryLock()");
            return false;
        }
        take(caller);
        return true;
    }

    /**
     * Unlocks, and hands the lock to the task that has waited longest, if there is one. Never suspends.
     *
     * @throws IllegalStateException if it is not locked, another task holds it that has not ended, or on the thread of another loop
     */
    public void unlock() {
        enter("unlock()");
        if (!locked || owner == null || owner.state() != ScheduledTask.State.RUNNING) {
            requireMayUnlock();
        }
        release();
    }

    /** Any code may unlock what a task took that has ended, or what no task took, unless it is on its way to somebody. */
    private void requireMayUnlock() {
        if (!locked) {
            throw new IllegalStateException(
                    label() + " is not locked, so there is nothing to unlock. Its guard may have been closed already.");
        }
        if (owner == null ? isHanded : !owner.isReady() && (isHanded || !actsForOwner(Waiter.current()))) {
            throw new IllegalStateException(label() + (isHanded ? " is about to be held by " : " is held by ")
                    + nameOfHolder() + (isHanded ? ", which has yet to go on." : ", which does not run now.")
                    + " Who locks a mutex unlocks it; what another task is to release is a Semaphore of one permit.");
        }
    }

    private String nameOfHolder() {
        ScheduledTask<?> holder = holder();
        return holder == null ? "code that no task runs" : "task " + holder.name();
    }

    /** Who holds it, or will when the one has gone on to whom it was handed. Any thread. */
    private @Nullable ScheduledTask<?> holder() {
        ScheduledTask<?> noted = owner;
        return isHanded && noted instanceof Waiter waiter && waiter.actsFor() instanceof ScheduledTask<?> task
                ? task
                : noted;
    }

    // ------------------------------------------------------------------ what it looks like

    /**
     * Says whether somebody holds it. Any thread.
     *
     * @return true from a lock until it is unlocked and nobody waits
     */
    public boolean isLocked() {
        return locked;
    }

    /**
     * Returns the task that holds it, or to which it was handed. Any thread.
     *
     * @return the task, which may have ended; null if it is free, or code locked it that no task runs
     */
    public @Nullable ScheduledTask<?> owner() {
        return locked ? holder() : null;
    }

    /**
     * Returns what it looks like now. Any thread.
     *
     * @return a snapshot
     */
    public MutexStatistics statistics() {
        return new MutexStatistics(locked, owner(), line.size());
    }

    /**
     * Describes it, and how many wait, for dumps. Any thread.
     *
     * @return the description, with the task that holds it as the owner
     */
    public WaitDescription describe() {
        String how = locked ? ", locked, " + line.size() + " waiting" : ", free";
        return new WaitDescription(kind(), identity() + how, owner(), WaitDescription.NO_DEADLINE, this);
    }

    @Override
    public String toString() {
        return label() + (locked ? " (locked, " + line.size() + " waiting)" : " (free)");
    }

    // ------------------------------------------------------------------ taken and handed on

    private void take(@Nullable Waiter taker) {
        locked = true;
        if (taker == null || taker != owner) {
            ownedBy(taker);
        }
    }

    /** Notes the owner, with no write where that is noted already. */
    private void ownedBy(@Nullable Waiter taker) {
        Waiter acting = taker == null ? null : taker.actsFor();
        if (acting == null || acting != owner) {
            owner = acting instanceof ScheduledTask<?> task ? task : null;
        }
    }

    private void handTo(@Nullable Waiter next) {
        isHanded = true;
        if (next == null || next != owner) {
            owner = next instanceof ScheduledTask<?> task ? task : null;
        }
    }

    /** Hands the lock on, whoever calls. */
    void release() {
        Queued<?> next = line.poll();
        if (next == null) {
            locked = false;
            isHanded = false;
        } else {
            handTo(next.waiting());
            next.grant();
        }
    }

    /** Notes that who was handed the lock has it now. */
    void handedOver() {
        isHanded = false;
        ownedBy(Waiter.current());
    }

    // ------------------------------------------------------------------ for its conditions

    /** Refuses a caller that does not hold it. */
    void requireHeld(@Nullable Waiter caller, Named condition, String operation) {
        Waiter acting = caller == null ? null : caller.actsFor();
        if (!locked || isHanded || owner != (acting instanceof ScheduledTask<?> task ? task : null)) {
            throw new IllegalStateException(operation + " of " + condition.label() + " needs " + label()
                    + " to be held by the calling task, but it is " + (locked ? "held by " + nameOfHolder() : "free")
                    + ". Lock it first.");
        }
    }

    /** Has one that waits get the lock in its turn. */
    void line(Queued<?> waiting) {
        line.add(waiting);
        if (!locked) {
            locked = true;
            release();
        }
    }

    /** Takes the lock for a waiter if it is free. */
    boolean takeFor(Waiter waiter) {
        if (locked) {
            return false;
        }
        take(waiter);
        return true;
    }

    private boolean actsForOwner(@Nullable Waiter waiter) {
        return waiter != null && waiter.actsFor() == holder();
    }

    /** Has a task wait for itself no longer than it takes to say so. */
    private void refuseOwner(@Nullable Waiter taker, String operation) {
        if (owner != null && actsForOwner(taker)) {
            throw new IllegalStateException(operation + " of " + label() + ": " + nameOfHolder()
                    + " holds it already, and would wait for itself, since a mutex is not reentrant."
                    + " Unlock it first, or let code that is called with it held not lock it again.");
        }
    }

    /** The lock, held by a task: what ends a {@code try} closes it. One object for all, since only who holds the mutex can close it. */
    public final class Guard implements AutoCloseable {
        private Guard() {}

        /**
         * Unlocks, as {@link Mutex#unlock()}.
         *
         * @throws IllegalStateException as {@code unlock()} does, so also if it was closed before
         */
        @Override
        public void close() {
            unlock();
        }
    }

    private final class LockTurnstile extends Turnstile<Guard> {
        @Override
        boolean isOpen() {
            return !locked;
        }

        @Override
        Guard enter() {
            Waiter caller = caller("lock()");
            if (locked || caller == null) {
                refuse();
            }
            take(caller);
            return guard;
        }

        private void refuse() {
            if (locked) {
                throw new IllegalStateException("lock() of " + label() + " is not ready; ask isReady() first.");
            }
            enterToWait("lock()");
        }

        @Override
        Queued<Guard> queue() {
            return new Lock();
        }

        @Override
        public void discard(Guard taken) {
            release();
        }

        @Override
        public @Nullable EventLoop loop() {
            return Mutex.this.loop();
        }

        @Override
        public WaitDescription describe() {
            return Mutex.this.describe();
        }
    }

    /** A wait for the lock. */
    private final class Lock extends Queued<Guard> {
        @Override
        Named home() {
            return Mutex.this;
        }

        @Override
        String verb() {
            return "lock()";
        }

        @Override
        protected boolean tryComplete() {
            if (locked || waiter() != null) {
                return false;
            }
            enterToWait(this);
            take(Waiter.current());
            return true;
        }

        @Override
        protected void begin(Waiter waiter) {
            enterToWait(this);
            if (locked) {
                refuseOwner(awaiting(waiter), verb());
                line.add(this);
            } else { // it was not, when somebody asked whether it is ready
                locked = true;
                handTo(awaiting(waiter));
                complete();
            }
        }

        @Override
        protected Guard value() {
            handedOver();
            return guard;
        }

        @Override
        protected void stop() {
            line.remove(this);
        }

        @Override
        public void discard(Guard taken) {
            release();
        }

        @Override
        public WaitDescription describe() {
            return Mutex.this.describe();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.combine;

import dev.weft.Awaitable;
import dev.weft.Priority;
import dev.weft.ScheduledTask;
import dev.weft.TaskGroup;
import dev.weft.Waiter;
import dev.weft.abi.ColdFrames;
import dev.weft.internal.CancelRequest;
import dev.weft.internal.Execution;
import dev.weft.internal.LoopEngine;
import dev.weft.internal.SpawnedTask;
import dev.weft.internal.TaskFailures;
import dev.weft.spi.Sneaky;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A task group: its members, which are the children and the block of {@code run}, what has failed among them, and their {@link Ending}. A
 * {@link GroupCall} waits for them. This is the group of a block that is a member; {@link TryGroup} is that of a try statement.
 */
class Group implements TaskGroup {
    private final LoopEngine loop;

    /** Who waits for the members, or will. */
    private final Waiter parent;

    private final @Nullable Supervisor supervisor;
    private final Members members = new Members();
    private final Failures failures = new Failures();
    private final Ending ending = new Ending();
    private int spawned;

    /** What waits for the members, once it does. */
    private @Nullable GroupCall<?> call;

    Group(LoopEngine loop, Waiter parent, @Nullable BiConsumer<? super ScheduledTask<?>, ? super Throwable> onFailure) {
        this.loop = loop;
        this.parent = Execution.behind(parent);
        this.supervisor = Supervisor.of(onFailure);
    }

    final LoopEngine loop() {
        return loop;
    }

    // ------------------------------------------------------------------ its members

    @Override
    public <T> ScheduledTask<T> spawn(Awaitable<T> task) {
        return spawn(Objects.requireNonNull(task, "task"), null, null);
    }

    @Override
    public <T> ScheduledTask<T> spawn(String name, Awaitable<T> task) {
        Objects.requireNonNull(name, "name");
        return spawn(Objects.requireNonNull(task, "task"), name, null);
    }

    @Override
    public <T> ScheduledTask<T> spawn(String name, Awaitable<T> task, Priority priority) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(priority, "priority");
        return spawn(Objects.requireNonNull(task, "task"), name, priority);
    }

    private <T> SpawnedTask<T> spawn(Awaitable<T> task, @Nullable String name, @Nullable Priority priority) {
        try {
            loop.requireLoopThread("spawn(...) of a TaskGroup");
            ending.requireOpen();
        } catch (IllegalStateException refused) {
            ColdFrames.giveUp(task);
            throw refused;
        }
        SpawnedTask<T> child = add(name, task, priority, ++spawned);
        child.runsBeside();
        return child;
    }

    /** Starts the block, which is a member too. */
    <T> SpawnedTask<T> startBlock(Awaitable<T> block) {
        SpawnedTask<T> started = add(null, block, null, 0);
        started.runsBlock();
        return started;
    }

    private <T> SpawnedTask<T> add(@Nullable String name, Awaitable<T> task, @Nullable Priority priority, int number) {
        Member member = new Member(this, number); // first: nothing can fail behind the start
        SpawnedTask<T> started = loop.spawnPart(name, task, parent, priority);
        member.runs(started);
        members.add(member);
        started.subscribe(member);
        return started;
    }

    @Override
    public int running() {
        return members.size() - (members.haveBlock() ? 1 : 0);
    }

    @Override
    public boolean isClosed() {
        return !ending.isOpen();
    }

    /** How many members have not ended. */
    int left() {
        return members.size();
    }

    // ------------------------------------------------------------------ their ends

    /** A member has ended. What breaks off for want of memory or stack is done by the next call, so nothing here is done twice. */
    final void ended(Member member) {
        if (!member.isNoted) {
            note(member);
        }
        if (member.isBlock()) {
            blockEnded();
        }
        members.remove(member); // behind what may break off
        cancelMembers();
        if (members.size() == 0 && call != null) {
            becomesClosed();
            call.allEnded();
        }
    }

    /** The block has ended, and children may go on. Called again if it breaks off. */
    void blockEnded() {}

    private void note(Member member) {
        Throwable failure = member.task().failureSeen();
        if (failure == null) {
            member.isNoted = true;
        } else if (wasAsked(member, failure)) {
            ending.deliveredBy(failure);
            keepHidden(member);
        } else if (supervisor != null && !member.isBlock()) {
            member.isNoted = true; // first: it is told once
            supervisor.tell(member, failure);
        } else {
            failed(member, failure);
        }
    }

    /** Sees to what failed while a member ended as it was asked to, which is hidden in its cancellation. */
    private void keepHidden(Member member) {
        SpawnedTask<?> task = member.task();
        Supervisor told = member.isBlock() ? null : supervisor;
        if (told == null && ending.isUnderWay() && !isLeft()) {
            failures.addSuppressed(member.number, task); // the last that may fail
            member.isNoted = true;
            return;
        }
        member.isNoted = true; // first: it is told once
        if (told == null) {
            TaskFailures.report(task, "In a TaskGroup " + member + " was cancelled, and failed while it ended");
        } else {
            TaskFailures.of(task).forEach(failure -> told.tell(member, failure));
        }
    }

    private void failed(Member member, Throwable failure) {
        if (ending.isOver()) {
            member.isNoted = true;
            member.task()
                    .reportUnseen(
                            failure,
                            "A child (" + member.task().name()
                                    + ") of a TaskGroup failed after close(), and nobody waits for it");
        } else {
            CancelRequest by =
                    CancelRequest.by("a TaskGroup, since " + member + " has failed with " + Failures.textOf(failure));
            failures.add(member.number, member.task(), failure); // the last that may fail
            member.isNoted = true;
            ending.begin(by);
            if (isLeft()) {
                reportFailures();
            }
        }
    }

    /**
     * Whether it has ended by a cancellation that somebody asked for. A block that somebody else has cancelled has no result, and so has
     * failed.
     */
    private boolean wasAsked(Member member, Throwable failure) {
        return failure instanceof CancellationException
                && member.task().cancelling() > 0
                && !(member.isBlock() && ending.isOpen());
    }

    // ------------------------------------------------------------------ its end

    /** Cancels the members, and after a failure the owner, unless it waits for them. */
    final void end(CancelRequest by) {
        if (ending.isOpen()) {
            ending.begin(by);
            cancelMembers();
        }
    }

    /** Cancels the members if that is due. What there is no memory for is done when somebody asks again. */
    void cancelMembers() {
        CancelRequest due = ending.takeDue();
        if (due == null) {
            return;
        }
        try {
            members.cancel(due);
            if (failures.areThrown()) {
                interruptBlock(due);
            }
        } catch (Throwable lacking) {
            ending.askAgain();
            loop.lostWake();
        }
    }

    /** Interrupts the block after a failure, where it is no member. */
    void interruptBlock(CancelRequest by) {}

    private void becomesClosed() {
        ending.end();
        closed();
    }

    /** There is nothing left to wait for, or nobody waits. May be called again. */
    void closed() {}

    /** Whether nobody is left who would wait for the members. */
    boolean isLeft() {
        return false;
    }

    /** Notes that the members are asked to end by whoever waits for them, and returns them. */
    List<SpawnedTask<?>> ending(CancelRequest by) {
        List<SpawnedTask<?>> present = members.tasks(); // first, for it may fail
        ending.askedBy(by);
        return present;
    }

    /** The members that have not ended. */
    List<SpawnedTask<?>> present() {
        return members.tasks();
    }

    /** Those of them that are not the block. Another thread may ask while they change. */
    List<SpawnedTask<?>> children() {
        return members.children();
    }

    /** As {@link #ending}, where there was no memory to ask all of them. */
    void endLater(CancelRequest by) {
        ending.askedBy(by);
        ending.askAgain();
        loop.lostWake();
    }

    @Override
    public void cancel() {
        loop.requireLoopThread("cancel() of a TaskGroup");
        end(CancelRequest.byCallOf("cancel() of a TaskGroup"));
    }

    @Override
    public Awaitable<Void> join() {
        throw Refusals.ofBlock("join()");
    }

    @Override
    public void close() {
        throw Refusals.ofBlock("close()");
    }

    /** Whether somebody waits for the members. */
    final boolean isJoined() {
        return call != null;
    }

    /** The wait for the members begins. */
    void joinedBy(GroupCall<?> waits) {
        if (call != null && call != waits && !ending.isOver()) {
            throw new IllegalStateException(
                    "Somebody waits for this TaskGroup already. Join it once, where its try statement ends.");
        }
        call = waits;
        if (members.size() == 0) {
            becomesClosed();
        }
    }

    /**
     * The exception that a member has ended with by a request, so that a chain unwinds with one; else a new one. It takes the failures: who
     * closes the group is not told again.
     */
    Throwable cancellation(CancelRequest by) {
        return failures.takeInto(ending.cancellation(by));
    }

    /** Throws what has failed, once. */
    void throwFailures() {
        Throwable thrown = failures.take();
        if (thrown != null) {
            throw Sneaky.rethrow(thrown);
        }
    }

    /** Reports what has failed, where nobody will take it. */
    final void reportFailures() {
        failures.report("failed in a TaskGroup that nobody joins or closes");
    }

    /** Whether it has had no child. */
    final boolean isUnused() {
        return spawned == 0;
    }

    /** Cancels the members that nobody will wait for, by a call of the user's at this line, and says which there are. */
    final List<SpawnedTask<?>> abandon(String call) {
        List<SpawnedTask<?>> left = members.tasks();
        if (!left.isEmpty()) { // to find the line takes longer than all else that a group does
            end(CancelRequest.byCallOf(call));
        }
        becomesClosed();
        return left;
    }

    @Override
    public String toString() {
        return "TaskGroup " + ending + ", " + running() + " running";
    }
}

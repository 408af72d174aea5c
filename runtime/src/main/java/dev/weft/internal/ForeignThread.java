// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.Awaitable;
import dev.weft.abi.ColdFrames;
import dev.weft.spi.Fence;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes the turns of a loop on a thread that belongs to others, for which an executor stands (decision 42). No thread waits for the loop: a
 * turn is handed over when something has come, runs what is ready, and leaves; the next deadline is a timer. One turn at most is under way:
 * the {@link Inbox} knows when none is, and whoever takes that back hands one over. So each turn sees what the one before has written,
 * whichever thread it is on.
 */
final class ForeignThread implements Driver {
    private final LoopEngine loop;
    private final Clock clock;
    private final Turns turns;
    private final Inbox inbox;
    private final Binding binding;
    private final Closing closing;
    private final Handover handover;
    private final Alarm alarm;
    final LostExecutor lost;
    private final BlockRefusal refusal;

    private final Execution own;
    private final TurnThreads threads;
    private final BooleanSupplier mayGoOn = this::mayGoOn;

    /** How many threads are inside {@code run}, and one more once the loop closes. Where time is virtual it passes for them alone. */
    private final AtomicInteger running = new AtomicInteger();

    /** Who waits inside {@code run}. In a turn. */
    private final List<WaitingRun> runs = new ArrayList<>(0);

    /** Whose task has ended in this turn, which they wait for. In a turn. */
    private final List<WaitingRun> ended = new ArrayList<>(0);

    /** Whether a deadline has come, or something else of which the inbox does not know, since the last turn began. */
    private volatile boolean isToLook;

    /** Whether the loop closes. In a turn. */
    private boolean closes;

    ForeignThread(LoopEngine loop, Clock clock, Turns turns, Binding binding, Closing closing, Handover handover) {
        this.loop = loop;
        this.clock = clock;
        this.turns = turns;
        this.inbox = turns.inbox;
        this.binding = binding;
        this.closing = closing;
        this.handover = handover;
        this.threads = new TurnThreads(handover.probe);
        this.alarm = alarmOf(handover.executor);
        this.lost = new LostExecutor(loop, handover, binding, closing);
        this.refusal = new BlockRefusal(this, binding, threads, closing.whenClosed());
        this.own = Execution.ofTurns(loop);
        handover.begin(this);
        inbox.waits();
        HandoverWatch.start(this);
    }

    /** An executor that has timers of its own runs the turn when one goes off; to another it is handed over then. */
    private Alarm alarmOf(Executor executor) {
        if (executor instanceof ThreadPoolExecutor && executor instanceof ScheduledExecutorService scheduler) {
            return new SingleAlarm(scheduler, this::turnAtDeadline);
        }
        Alarm ours = new SingleAlarm(Alarms.shared(), this::lookAgain);
        return executor instanceof ScheduledExecutorService scheduler
                ? new StandingAlarms(scheduler, this::turnAtDeadline, ours)
                : ours;
    }

    // ------------------------------------------------------------------ turns

    private void turnAtDeadline() {
        isToLook = true;
        if (inbox.takeWait()) {
            turn();
        }
    }

    /** Has the loop make a turn, though nothing has come; one that is under way may have looked already, and is followed by another. */
    void lookAgain() {
        isToLook = true;
        handUnlessUnderWay();
    }

    private void handUnlessUnderWay() {
        if (inbox.takeWait()) {
            hand();
        }
    }

    /** Hands a turn over, for whoever has taken back that none is under way. Where no time is to pass, the next {@code run} has to. */
    void hand() {
        while (!mayTurn()) {
            inbox.waits();
            if (!mayTurn() || !inbox.takeWait()) {
                return;
            }
        }
        handover.hand();
    }

    /** Whether time may pass: where it is virtual, it does for {@code run} alone. Any thread. */
    boolean mayTurn() {
        return !clock.isVirtual() || running.get() > 0;
    }

    /** Makes a turn. Called by the executor; not for one that somebody has pumped into the middle of a step. */
    void turn() {
        if (lost.isLost() || binding.isHere()) {
            return;
        }
        String refusal = refusal();
        if (refusal != null) {
            lost.accept(new IllegalStateException(refusal));
            return;
        }
        if (isToLook) {
            isToLook = false;
        }
        long nanos;
        try {
            nanos = turns.pass(mayGoOn);
        } finally {
            binding.leave();
        }
        if (closes && closing.isOver()) {
            end();
        } else if (!lost.takesOver()) {
            ended.forEach(WaitingRun::release);
            ended.clear();
            next(nanos);
        }
    }

    /** Binds the loop for a turn, or says why the executor is no single thread. */
    private @Nullable String refusal() {
        if (handover.isHanding()) {
            return "it runs in place, inside execute(...), what is to run later";
        }
        if (!threads.begin()) {
            return "it has several threads, of which \""
                    + Thread.currentThread().getName() + "\" is one";
        }
        return binding.enter(own) ? null : "it runs two things at the same time";
    }

    /** Looks, at the end of a turn and in it, who waits for what has happened. */
    private boolean mayGoOn() {
        if (!runs.isEmpty()) {
            lookAtRuns();
        }
        return !(closes && closing.goOn()) && mayTurn();
    }

    /** Sees to it that there is another turn when there is something to do. */
    private void next(long nanos) {
        if (nanos == 0) {
            hand();
            return;
        }
        try {
            alarm.set(nanos);
        } catch (Throwable refused) { // or no memory
            lost.noAlarm(refused);
        }
        inbox.waits();
        if (isToLook || !inbox.isEmpty()) {
            handUnlessUnderWay();
        }
    }

    /** Sees to what may have been missed, now and then. Returns whether to come back. Any thread. */
    boolean look() {
        if (lost.look() || !inbox.isEmpty()) {
            lookAgain();
        }
        return !closing.whenClosed().isDone();
    }

    /** Whether a turn was handed over that has not begun. Any thread. */
    boolean hasHandedOver() {
        return inbox.isWorkedOn() && !binding.isBound();
    }

    /**
     * Hands over again a turn that is late, as the executor may have dropped it. Any thread.
     *
     * @param isForLong whether it has been late for long: an executor that then refuses it, and cannot say that it is only full, has ended
     * @return whether there is an executor to wait for
     */
    boolean handAgain(boolean isForLong) {
        Throwable refused = lost.isLost() ? null : handover.handAgain();
        if (refused != null
                && !(refused instanceof VirtualMachineError)
                && (handover.isShutDown() || (isForLong && !handover.isService()))) {
            lost.accept(refused);
        }
        return !lost.isLost();
    }

    int turnsBegun() {
        return threads.begun();
    }

    @Override
    public String toString() {
        return "The executor of an event loop, " + Fence.textOf(handover.executor) + ',';
    }

    @Override
    public boolean isRunning() {
        return binding.isBound() || (mayTurn() && !isOver());
    }

    /** Whether the executor makes no more turns. Any thread. */
    boolean isOver() {
        return lost.isLost() || loop.isClosed();
    }

    // ------------------------------------------------------------------ run and close

    @Override
    public <T> T run(Awaitable<T> main, Origin origin) {
        SpawnedTask<T> task = start(main, origin);
        WaitingRun run = new WaitingRun(task);
        boolean isNoted = loop.request(() -> runs.add(run));
        running.incrementAndGet();
        handUnlessUnderWay();
        if (isNoted) {
            run.await(closing.whenClosed());
        } else {
            closing.whenClosed().join();
        }
        return task.result();
    }

    private <T> SpawnedTask<T> start(Awaitable<T> main, Origin origin) {
        try {
            refusal.require("run(...)", "Spawn the task instead: spawn(...)");
            return loop.spawn(main, origin);
        } catch (IllegalStateException refused) {
            ColdFrames.giveUp(main);
            throw refused;
        }
    }

    private void lookAtRuns() {
        runs.removeIf(run -> run.hasEnded() && ended.add(run));
        if (!ended.isEmpty()) {
            running.addAndGet(-ended.size());
            turns.insist(turns::takeIn); // as at the end of a run on the loop's own thread
            loop.watch.failures.report();
        }
    }

    @Override
    public void close(CancelRequest request) {
        if (closing.whenClosed().isDone() || (closing.hasBegun() && Execution.currentLoop() != null)) {
            return;
        }
        if (!closesUnused(request)) {
            refusal.require("close()", "Call closeAsync(), which does not wait");
            closeLater(request).join();
        }
    }

    /** Closes a loop to which nothing has come yet, without a turn: this may be the thread that would have to make it. */
    private boolean closesUnused(CancelRequest request) {
        if (Execution.currentLoop() != null || !inbox.takeWait()) {
            return false;
        }
        if (turnsBegun() > 0 || !inbox.isEmpty() || closing.hasActions() || !closing.begins(request, () -> {})) {
            hand();
            return false;
        }
        handover.replaceBy(Thread.currentThread());
        binding.bindToClose();
        closing.run(binding);
        return true;
    }

    /** Begins to close the loop. Any thread. */
    CompletableFuture<@Nullable Void> closeLater(CancelRequest request) {
        if (closing.begins(request, running::incrementAndGet)) {
            loop.request(() -> closes = true);
        }
        return closing.whenClosed();
    }

    /** Ends the loop, after its last turn. */
    private void end() {
        alarm.cancel();
        closing.end(own::end);
        ended.forEach(WaitingRun::release);
        runs.forEach(WaitingRun::release);
    }

    @Override
    public void requireMayBlock() {
        refusal.require("block()", "Await instead, or take a future: toCompletableFuture()");
    }
}

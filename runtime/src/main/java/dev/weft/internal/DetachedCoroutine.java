// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.abi.Unclaimed;
import dev.weft.internal.stack.CallStacks;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A coroutine without a loop: it runs on the thread that started it up to its first suspension, and then on whichever
 * thread wakes it, as the callbacks of a {@code CompletableFuture} do.
 *
 * <p>Wakes are counted: the thread that brings the count from 0 to 1 runs the coroutine, and goes on until it has answered
 * every wake that came meanwhile. So one thread at a time runs it, each sees what the last one wrote, and a chain of
 * completions does not recurse.
 */
final class DetachedCoroutine extends RunningCoroutine {
    private final AtomicInteger wakes = new AtomicInteger();
    /** How many wakes may be inside one another on a thread. */
    private static final int MOST_NESTED = 50;

    private final Awaitable<?> awaited;
    private final AwaitFuture<?> future;
    /** The request that the next step takes. */
    private volatile @Nullable CancelRequest asked;

    private CancelRequest standing = CancelRequest.NONE;
    private @Nullable Bindings bindings;
    private final @Nullable Carried carried;
    private boolean ended;

    /** Whether whoever wakes it is below it on the Java stack, and no longer who started it. */
    private boolean started;

    /** Its place in the list, from the first suspension on. */
    private volatile DetachedCoroutines.@Nullable Entry entry;

    DetachedCoroutine(Awaitable<?> task, AwaitFuture<?> future) {
        this.awaited = task;
        this.future = future;
        Inherited inherited = Inherited.here();
        this.bindings = inherited == null ? null : inherited.bindings();
        this.carried = inherited == null ? null : inherited.carried();
        root(AwaitFrame.rootOf(task));
    }

    /**
     * Runs a step at once, on the thread that calls this. Where a coroutine that ends wakes the next one, and so on along a chain, the Java
     * stack would grow with each: from some depth on, a coroutine is postponed until the outermost wake of the thread is over.
     */
    @Override
    public void wake() {
        if (wakes.getAndIncrement() == 0) {
            goOn();
        }
    }

    private void goOn() {
        Execution here = Execution.here();
        if (here.nestedWakes == MOST_NESTED && isPostponed(here)) {
            return;
        }
        here.nestedWakes++;
        try {
            answerWakes(here);
            while (here.nestedWakes == 1 && !here.postponed.isEmpty()) {
                here.postponed.remove().answerWakes(here);
            }
        } finally {
            here.nestedWakes--;
        }
    }

    private boolean isPostponed(Execution here) {
        try {
            return here.postponed.add(this);
        } catch (Throwable lacking) { // memory: it runs now, a step deeper than it should
            return false;
        }
    }

    /** Whoever's step this one is in the middle of. A thread without a loop has nothing else to do. */
    @Override
    protected boolean othersWait() {
        return Execution.currentLoop() != null;
    }

    @Override
    protected void giveWay() {
        LoopEngine.giveWay(this);
    }

    private void answerWakes(Execution here) {
        int answered = 1;
        do {
            EventLoop elsewhere = loopElsewhere();
            if (elsewhere != null) {
                if (isLeftTo(elsewhere)) {
                    return; // the count stays, so that nobody else answers
                }
                failForLoop();
            }
            fencedStep(here);
            answered = wakes.addAndGet(-answered);
        } while (answered != 0);
    }

    /** The loop of the wait, if that is not the calling thread's: a wait is asked and withdrawn where it began (decision 6). */
    private @Nullable EventLoop loopElsewhere() {
        EventLoop loop = loopOfWait();
        return loop == null || loop.isLoopThread() ? null : loop;
    }

    /** The loop to which belongs what is waited for, or null. Tasks belong to a loop too, and any thread may ask them. */
    @Nullable
    EventLoop loopOfWait() {
        Awaitable<?> waitsFor = ended ? null : pending();
        if (waitsFor == null || waitsFor instanceof SpawnedTask) {
            return null;
        }
        try {
            return waitsFor.loop();
        } catch (Throwable failed) { // of an awaitable of the user's, which fails the await when it is asked again
            return null;
        }
    }

    /** Has the loop's thread answer the wakes. False if the loop is closed. */
    private boolean isLeftTo(EventLoop loop) {
        try {
            loop.post(this::goOn);
            return true;
        } catch (Throwable closed) { // or no memory is left to go there
            return false;
        }
    }

    /** Has the await throw that waits for what belongs to a closed loop. */
    private void failForLoop() {
        IllegalStateException failure = new IllegalStateException(
                "What is awaited, " + describeWait() + ", belongs to an event loop that has closed, so it never ends."
                        + " Await it in a task of that loop, which is cancelled and awaited when the loop closes: EventLoop.spawn(...).");
        breakOff(failure);
    }

    /** Runs a step. One that broke off for want of memory or stack goes on at once; if it cannot, its failure is all that is left. */
    private void fencedStep(Execution here) {
        try {
            runStep(here);
        } catch (Throwable lacking) {
            try {
                runStep(here);
            } catch (Throwable still) {
                settle(null, still);
            }
        }
    }

    private void runStep(Execution here) {
        if (ended) {
            return;
        }
        CancelRequest next = asked;
        if (next != null) {
            asked = null;
            standing = next;
            countRequest();
            request();
        }
        stepNested(here);
        started = true;
        if (!ended && entry == null) {
            entry = DetachedCoroutines.add(this);
        }
    }

    /** Its number among those without a loop; 0 before its first suspension. */
    long number() {
        DetachedCoroutines.Entry present = entry;
        return present == null ? 0 : present.number;
    }

    /** Whether it is between two steps; then all that the last one wrote is seen. Any thread. */
    boolean isSuspended() {
        return wakes.get() == 0;
    }

    @Override
    public boolean cancel() {
        return cancel(CancelRequest.byCaller());
    }

    @Override
    public boolean cancel(CancelRequest request) {
        asked = request;
        wake();
        return true;
    }

    @Override
    protected @Nullable EventLoop home() {
        return null;
    }

    @Override
    @Nullable
    Bindings bindings() {
        return bindings;
    }

    @Override
    void bind(@Nullable Bindings bound) {
        bindings = bound;
    }

    @Override
    @Nullable
    Carried carried() {
        return carried;
    }

    @Override
    CancelRequest standing() {
        return standing;
    }

    @Override
    protected Object cancelledBy() {
        return standing.requester();
    }

    @Override
    protected void requestMoved() {}

    @Override
    protected void ended() {
        Throwable thrown = failure();
        settle(thrown == null ? outcome() : null, thrown);
    }

    private void settle(@Nullable Object result, @Nullable Throwable thrown) {
        future.settle(result, thrown, awaited);
        if (entry != null) {
            DetachedCoroutines.remove(entry);
        }
        ended = true; // last: what fails is done again
        Unclaimed.reportCollected(); // as a loop does that is idle
    }

    @Override
    public ScheduledTask<?> spawn(Awaitable<?> task, @Nullable String name, String site) {
        return Execution.requireLoop("spawn(...)").spawn(task, new Origin(name, site, null));
    }

    @Override
    Requester requesterAt(@Nullable Object place) {
        return Requester.ofThread(place);
    }

    @Override
    protected List<StackTraceElement> runner() {
        return CallStacks.runner();
    }

    @Override
    protected boolean isCalled() {
        return !started;
    }

    @Override
    protected Iterator<RunningCoroutine> outer() {
        return started ? Collections.emptyIterator() : super.outer();
    }

    @Override
    protected @Nullable RunningCoroutine awaiter() {
        return null;
    }

    @Override
    protected @Nullable StackTraceElement site() {
        return null;
    }
}

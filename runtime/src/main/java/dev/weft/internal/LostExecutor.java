// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.spi.Fence;
import dev.weft.spi.Reports;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The end of a loop whose executor runs nothing any more, or is none that a loop can be on. Its tasks cannot go on where they belong, and
 * would wait for ever: so the loop closes on a thread of its own, where they are cancelled and clean up. Any thread.
 */
final class LostExecutor {
    private final LoopEngine loop;
    private final Handover handover;
    private final Binding binding;
    private final Closing closing;
    private final AtomicReference<@Nullable Throwable> reason = new AtomicReference<>();
    private final AtomicBoolean ends = new AtomicBoolean();

    /** Whether the next deadline could not be made a timer, and is to be looked for. */
    private volatile boolean hasNoAlarm;

    LostExecutor(LoopEngine loop, Handover handover, Binding binding, Closing closing) {
        this.loop = loop;
        this.handover = handover;
        this.binding = binding;
        this.closing = closing;
    }

    /** The executor is lost. */
    void accept(Throwable why) {
        reason.compareAndSet(null, why);
        endUnlessBound();
    }

    boolean isLost() {
        return reason.get() != null;
    }

    /** Whether the loop ends elsewhere, now that a turn is over, since the executor was lost meanwhile. */
    boolean takesOver() {
        if (!isLost()) {
            return false;
        }
        endUnlessBound();
        return true;
    }

    /** The timers of the executor have refused a deadline. */
    void noAlarm(Throwable why) {
        hasNoAlarm = true;
        if (handover.isShutDown()) {
            accept(why);
        }
    }

    /** Looks, now and then, whether the executor is gone without having refused anything. Returns whether a turn is to be tried. */
    boolean look() {
        if (isLost()) {
            endUnlessBound();
        } else if (handover.isGone()) {
            accept(new RejectedExecutionException("It has terminated"));
        }
        boolean wasMissed = hasNoAlarm;
        hasNoAlarm = false;
        return wasMissed;
    }

    /** A turn that is on sees to it at its end. */
    private void endUnlessBound() {
        if (!binding.isBound() && !loop.isClosed() && ends.compareAndSet(false, true)) {
            try {
                Alarms.daemon("weft-loop-end", this::end).start();
            } catch (Throwable lacking) { // memory: look() tries again
                ends.set(false);
            }
        }
    }

    private void end() {
        handover.replaceBy(Thread.currentThread());
        try {
            binding.bindToClose();
        } catch (IllegalStateException turning) { // an executor that runs two things at once; look() tries again
            ends.set(false);
            return;
        }
        Throwable why = reason.get();
        closing.begins(CancelRequest.by("the end of the event loop's executor: " + why), () -> {});
        report(why);
        closing.run(binding);
    }

    private void report(@Nullable Throwable why) {
        int left = loop.liveTasks().size();
        if (left > 0 || why instanceof IllegalStateException) {
            Reports.warning(
                    "An event loop has lost its executor, " + Fence.textOf(handover.executor)
                            + ", and ends on a thread of its own, where its tasks, " + left
                            + " of them, are cancelled. Close a loop before its executor, and give it one with a single thread",
                    why);
        }
    }
}

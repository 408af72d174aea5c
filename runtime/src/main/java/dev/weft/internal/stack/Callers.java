// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.stack;

import dev.weft.abi.Frame;
import dev.weft.abi.Staying;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The callers of the code of a coroutine that is in the middle of a step on this thread, innermost first. They are certain as far as each
 * awaits the one before: the bodies on the Java stack, the frames on the heap, and those of the coroutines that await this one. The rest
 * stands in for whoever may await the last of these yet: the code that started it, or the line that spawned it, and below the loop who runs
 * that. It does not go on with those who await the spawner: they have called neither what was spawned nor the line that did it, and do not
 * wait for it.
 */
final class Callers {
    private static final StackWalker WALKER = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    final List<StackTraceElement> certain = new ArrayList<>();
    final List<StackTraceElement> rest = new ArrayList<>();

    /** The coroutine that nobody awaits, with which what is certain ends. */
    TracedCoroutine last;

    /** The coroutines that are in one of the lists, once there is a second: those that await one another go in circles. */
    private @Nullable Set<TracedCoroutine> seen;

    private final int limit;

    Callers(TracedCoroutine coroutine, int limit) {
        this.last = coroutine;
        this.limit = limit;
    }

    /**
     * Returns the callers of a coroutine's code.
     *
     * @param onHeap the innermost of them that is not on the Java stack, or null
     * @param withRunner whether whoever runs the loop, or called on a thread without one, is among the rest
     */
    static Callers ofRunning(TracedCoroutine coroutine, @Nullable Frame<?> onHeap, int limit, boolean withRunner) {
        Callers callers = new Callers(coroutine, limit);
        return WALKER.walk(frames -> {
            callers.add(new JavaStack(frames.iterator()), coroutine, onHeap, withRunner);
            return callers;
        });
    }

    /**
     * Returns the callers of a coroutine's code where nothing of that is on the Java stack above its step.
     *
     * @param onHeap the innermost of them, or null
     */
    static Callers ofFrames(TracedCoroutine coroutine, @Nullable Frame<?> onHeap, int limit) {
        if (coroutine.isCalled()) {
            return ofRunning(coroutine, onHeap, limit, true);
        }
        Callers callers = new Callers(coroutine, limit);
        CallStacks.addFrames(callers.certain, onHeap);
        callers.addAwaiters();
        callers.addSite(callers.last);
        callers.rest.addAll(coroutine.runner());
        return callers;
    }

    private void add(JavaStack stack, TracedCoroutine coroutine, @Nullable Frame<?> onHeap, boolean withRunner) {
        for (int above = coroutine.stepsAbove(); above > 0; above--) {
            stack.addToStep(new ArrayList<>()); // it is another one's
        }
        stack.addToStep(certain);
        CallStacks.addFrames(certain, onHeap);
        addAwaiters();
        if (last == coroutine && coroutine.isCalled()) {
            addStarters(stack, coroutine, withRunner);
        } else {
            addSite(last);
        }
        if (withRunner) {
            addRunner(stack, coroutine);
        }
    }

    /** Adds the code that runs the loop, which is below it on another Java stack than that of a coroutine that stays. */
    private void addRunner(JavaStack stack, TracedCoroutine coroutine) {
        int before = rest.size();
        stack.addBelowLoop(rest);
        if (Staying.IS_ON && rest.size() == before) {
            rest.addAll(coroutine.runner());
        }
    }

    /** Adds the code that started a coroutine in the middle of its own step, and waits on the Java stack for that to end. */
    private void addStarters(JavaStack below, TracedCoroutine started, boolean withRunner) {
        Iterator<? extends TracedCoroutine> outer = started.outer();
        TracedCoroutine starter = started;
        while (starter.isCalled()) {
            if (!(outer.hasNext() || withRunner) || !below.addToStep(rest) || !outer.hasNext()) {
                return;
            }
            starter = outer.next();
            isFirst(starter, started);
            CallStacks.addFrames(rest, CallStacks.callerOnHeap(starter));
        }
        addSite(addAwaiters(rest, starter));
    }

    /** Adds the frames of whoever awaits the last coroutine, and of whoever awaits that one. */
    void addAwaiters() {
        last = addAwaiters(certain, last);
    }

    /** Returns the last coroutine of those that it adds. */
    private TracedCoroutine addAwaiters(List<StackTraceElement> to, TracedCoroutine first) {
        TracedCoroutine added = first;
        TracedCoroutine awaiter = first.awaiter();
        while (awaiter != null && isFirst(awaiter, first) && to.size() < limit) {
            CallStacks.addWaiting(to, awaiter);
            added = awaiter;
            awaiter = added.awaiter();
        }
        return added;
    }

    /** Notes a coroutine, and says whether it is in none of the lists so far. */
    private boolean isFirst(TracedCoroutine other, TracedCoroutine known) {
        Set<TracedCoroutine> present = seen;
        if (present == null) {
            present = Collections.newSetFromMap(new IdentityHashMap<>());
            present.add(known);
            seen = present;
        }
        return present.add(other);
    }

    /** Adds the line that spawned a coroutine. */
    void addSite(TracedCoroutine spawned) {
        StackTraceElement site = spawned.site();
        if (site != null && rest.size() < limit) {
            rest.add(site);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.Waiter;
import dev.weft.internal.stack.AsyncCancellation;
import dev.weft.internal.stack.CallStacks;
import dev.weft.spi.Fence;
import java.lang.StackWalker.StackFrame;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * A request to cancel: it says who asked and where, and goes along when a task passes it on to what it awaits. Any thread.
 *
 * <p>A {@link CancelWave} sees by itself where tasks of one loop wait in a circle. Where a task cannot be reached in the same wave, because
 * it is on another loop or behind an awaitable of the user's, the request notes the wait over which it goes. One that comes back to a wait
 * has gone round.
 */
public final class CancelRequest {
    /** A wait, for a task or a structured call, over which a request goes from one wave to another. */
    private record Wait(CancellableTask<?> waiter, Object awaited) {}

    /** What has become of a wait over which a request was to go. */
    enum Passage {
        /** The request goes on to what is awaited. */
        FREE,
        /** What is awaited has the request already. */
        TAKEN,
        /** What is awaited waits, over others, for the waiter. */
        CIRCLE
    }

    /** Stands where nobody has asked. */
    static final CancelRequest NONE = by("nobody");

    private final Requester requester;

    /** The request of which all come that go over waits. They share its {@link #waits}, and lock it. */
    private final CancelRequest first;

    /** Of the {@link #first}: for each wait over which it went, those over which it went next. Null before it goes over one, as few do. */
    private @Nullable Map<Wait, List<Wait>> waits;

    /** The waits over which the request has come into this wave, or none if it was made here. */
    private final Set<Wait> last;

    private CancelRequest(Requester requester) {
        this.requester = requester;
        this.first = this;
        this.last = Set.of();
    }

    private CancelRequest(CancelRequest first, Set<Wait> last) {
        this.requester = first.requester;
        this.first = first;
        this.last = last;
    }

    /**
     * Makes a request of the runtime.
     *
     * @param who who asked and why, as messages say it: cancelled by …
     * @return the request
     */
    public static CancelRequest by(String who) {
        return by(new Requester(who, null));
    }

    /**
     * Makes a request of the runtime on behalf of code that stands at a line.
     *
     * @param who who asked, as messages say it: cancelled by …
     * @param line where that is; null if nobody knows
     * @param why the rest of the sentence, or nothing
     * @return the request
     */
    public static CancelRequest by(String who, @Nullable StackTraceElement line, String why) {
        return by(who + (line == null ? "" : " at " + line) + why);
    }

    /**
     * Makes a request of the runtime that user code has asked for by a call, at the line of which it is.
     *
     * @param call the call, as messages say it
     * @return the request
     */
    public static CancelRequest byCallOf(String call) {
        return by(call + here());
    }

    /**
     * Makes the request of whoever has interrupted the calling thread, which waits for a loop to end: nobody knows who that was.
     *
     * @param waiting the code that waits, innermost first
     */
    static CancelRequest byInterrupt(List<StackTraceElement> waiting) {
        String thread = "an interrupt of thread \"" + Thread.currentThread().getName() + '"';
        return waiting.isEmpty() ? by(thread) : by(thread, waiting.get(0), "");
    }

    /** The message of a cancellation that a thread gets which was interrupted while it blocked. Its trace says where that was. */
    static String whileBlocked(Thread thread, Object on) {
        return "thread \"" + thread.getName() + "\" was interrupted while it was blocked on " + Fence.textOf(on);
    }

    static CancelRequest by(Requester requester) {
        return new CancelRequest(requester);
    }

    /** Makes the request of the code that calls into the runtime. */
    static CancelRequest byCaller() {
        RunningCoroutine current = Execution.here().current();
        StackFrame caller = CallStacks.frameOfCaller();
        return by(current == null ? Requester.ofThread(caller) : current.requesterAt(caller));
    }

    /**
     * Returns the request that a waiter is delivering, for what takes its wait back. On the waiter's thread.
     *
     * @param waiter who waits
     * @return the request that stands for the task; of a waiter that acts for another one, one by the same; else that of the caller
     */
    public static CancelRequest of(Waiter waiter) {
        if (waiter instanceof RunningCoroutine coroutine) {
            return coroutine.standing();
        }
        return Execution.behind(waiter) instanceof RunningCoroutine behind
                ? by(behind.standing().requester)
                : byCaller();
    }

    /** The line that calls into the runtime, as the end of a message. */
    static String here() {
        return Requester.at(CallStacks.frameOfCaller());
    }

    /** Whether it has come from another wave. */
    boolean cameOverWait() {
        return !last.isEmpty();
    }

    /** The request as it goes on over a wait. */
    CancelRequest over(CancellableTask<?> waiter, Object awaited) {
        return new CancelRequest(first, Set.of(new Wait(waiter, awaited)));
    }

    /** The request when it has come to a task over other waits too. Another request takes its place. */
    CancelRequest and(CancelRequest later) {
        if (later.first != first || last.containsAll(later.last)) {
            return later.first == first ? this : later;
        }
        Set<Wait> both = new HashSet<>(last);
        both.addAll(later.last);
        return new CancelRequest(first, both);
    }

    /** Notes that the request is to go over a wait, and says whether it may. */
    Passage passage(CancellableTask<?> waiter, Object awaited) {
        Wait next = new Wait(waiter, awaited);
        synchronized (first) {
            Map<Wait, List<Wait>> waits = first.waits();
            List<Wait> onwards = waits.get(next);
            if (onwards != null && leadsToLast(next, waits)) {
                onwards.clear(); // the waiter waits no longer
                return Passage.CIRCLE;
            }
            for (Wait wait : last) {
                waits.computeIfAbsent(wait, from -> new ArrayList<>(1)).add(next);
            }
            waits.putIfAbsent(next, new ArrayList<>(1));
            return onwards == null ? Passage.FREE : Passage.TAKEN;
        }
    }

    /** The first request's, under its lock. */
    private Map<Wait, List<Wait>> waits() {
        Map<Wait, List<Wait>> present = waits;
        if (present == null) {
            present = new HashMap<>();
            waits = present;
        }
        return present;
    }

    /** Whether the request has come here from a wait. */
    private boolean leadsToLast(Wait from, Map<Wait, List<Wait>> waits) {
        Set<Wait> seen = new HashSet<>();
        Deque<Wait> left = new ArrayDeque<>(List.of(from));
        while (!left.isEmpty()) {
            Wait wait = left.pop();
            if (last.contains(wait)) {
                return true;
            }
            if (seen.add(wait)) {
                left.addAll(waits.getOrDefault(wait, List.of()));
            }
        }
        return false;
    }

    /**
     * Says whether an exception has delivered this request.
     *
     * @param thrown the exception
     * @return true if it says that the same asked at the same place
     */
    public boolean isDeliveredBy(Throwable thrown) {
        return AsyncCancellation.isBy(requester, thrown);
    }

    Requester requester() {
        return requester;
    }

    /**
     * Returns an exception that delivers this request: that of one of the tasks, so that a chain of structured calls unwinds with one; else
     * a new one, whose trace shows who awaits.
     *
     * @param tasks tasks that have ended
     * @return the exception
     */
    public Throwable deliveredBy(List<? extends SpawnedTask<?>> tasks) {
        for (SpawnedTask<?> task : tasks) {
            Throwable failure = task.failureSeen();
            if (failure != null && isDeliveredBy(failure)) {
                return failure;
            }
        }
        return new CancellationException(toString());
    }

    /** Who asked and where: {@code cancelled by task main at com.example.Main.run(Main.java:12)}. */
    @Override
    public String toString() {
        return requester.toString();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.debug;

import dev.weft.Awaitable;
import dev.weft.BlockingPool;
import dev.weft.ScheduledTask;
import dev.weft.WaitDescription;
import dev.weft.debug.FrameInfo;
import dev.weft.debug.RemoteInfo;
import dev.weft.debug.Span;
import dev.weft.debug.TaskInfo;
import dev.weft.debug.TaskInfo.State;
import dev.weft.debug.WaitInfo;
import dev.weft.internal.Inspection;
import dev.weft.internal.stack.ThreadStack;
import dev.weft.spi.RemoteRequest;
import dev.weft.spi.ServedRequest;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads coroutines as entries of a dump. On the thread of their loop, or on another one while that is at a standstill or runs. */
final class TaskReader {
    /** How often one is read again that runs meanwhile. */
    private static final int MOST_TRIES = 4;

    private final Chain.Table chains = new Chain.Table();

    /** The lines of the coroutines that are on a Java stack, by id. */
    private final Map<String, List<StackTraceElement>> running;

    /** The threads that run blocking calls, by the id of who waits for them. */
    private final Map<String, Thread> workers = new HashMap<>();

    private final long now;

    /** Whether frames show their variables. */
    private final boolean locals;

    TaskReader(long now, Map<String, List<StackTraceElement>> running, boolean locals) {
        this.now = now;
        this.running = running;
        this.locals = locals;
    }

    /** The time on the loop's clock at which all is read. */
    long now() {
        return now;
    }

    Map<String, Thread> workers() {
        return workers;
    }

    /** Returns where a coroutine stands on the heap. */
    Chain chain(Inspection task) {
        return chains.of(task.frame());
    }

    /** Reads one that may run meanwhile; null if it has ended. */
    @Nullable
    TaskInfo readMoving(Inspection task) {
        for (int tries = 1; ; tries++) {
            long before = task.steps();
            TaskInfo info = task.hasEnded() ? null : tryToRead(task, tries == MOST_TRIES);
            if (task.hasEnded()) {
                return null;
            }
            if (info != null && (task.steps() == before || tries == MOST_TRIES)) {
                return info;
            }
        }
    }

    /** What another thread changes just now may not let itself be read. */
    private @Nullable TaskInfo tryToRead(Inspection task, boolean isLast) {
        try {
            return read(task, isLast);
        } catch (RuntimeException changing) {
            return isLast ? unreadable(task) : null;
        }
    }

    private static TaskInfo unreadable(Inspection task) {
        return new TaskInfo(
                task.id(),
                task.name(),
                1,
                State.READY,
                null,
                null,
                task.steps(),
                task.parent(),
                null,
                List.of(),
                null,
                List.of(),
                true,
                false,
                0);
    }

    /** Reads one that stands still. */
    TaskInfo read(Inspection task) {
        return read(task, false);
    }

    private TaskInfo read(Inspection task, boolean moving) {
        String id = task.id();
        List<StackTraceElement> onJavaStack = running.get(id);
        State state = onJavaStack != null || task.isRunning()
                ? State.RUNNING
                : task.isSuspended() ? State.SUSPENDED : State.READY;
        long since = state == State.READY ? -1 : task.stateNanos(now);
        long age = task.ageNanos(now);
        if (moving) {
            since = Math.min(since, age); // what was read of one that runs meanwhile may be no time at all
        } else if (age >= 0) {
            age = Math.max(since, age); // which is less exact
        }
        StackTraceElement site = task.site();
        ServedRequest served = task.served();
        return new TaskInfo(
                id,
                task.name(),
                1,
                state,
                age < 0 ? null : Span.of(age),
                since < 0 ? null : Span.of(since),
                task.steps(),
                task.parent(),
                site == null ? null : FrameInfo.of(site, FrameInfo.Kind.SPAWN),
                stack(task, onJavaStack),
                state == State.SUSPENDED ? awaits(task, id) : null,
                task.otherWaiters(),
                moving,
                task.isLost(),
                task.cancelling(),
                served == null ? null : served.request().toString(),
                served == null || served.caller().isEmpty() ? null : served.caller());
    }

    private List<FrameInfo> stack(Inspection task, @Nullable List<StackTraceElement> onJavaStack) {
        List<FrameInfo> onHeap = task.isNew()
                ? List.of()
                : locals ? Chain.withLocals(task.frame()) : chain(task).lines();
        Thread own = onJavaStack == null ? task.ownThread() : null;
        List<StackTraceElement> lines = own == null ? onJavaStack : ThreadStack.ofStaying(own);
        if (lines == null) {
            return onHeap;
        }
        List<FrameInfo> stack = new ArrayList<>();
        FrameInfo.Kind kind = own == null ? FrameInfo.Kind.RUNNING : FrameInfo.Kind.AWAIT;
        lines.forEach(line -> stack.add(FrameInfo.of(line, kind)));
        stack.addAll(onHeap);
        return stack;
    }

    private @Nullable WaitInfo awaits(Inspection task, String id) {
        WaitDescription wait = task.waitsFor();
        if (wait == null) {
            return null;
        }
        Thread worker = task.worker();
        if (worker != null) {
            workers.put(id, worker);
        }
        long due = wait.deadlineNanos();
        return new WaitInfo(
                wait.kind(),
                identity(wait),
                wait.identity(),
                owner(wait.owner()),
                task.tasksAwaited(wait),
                due == WaitDescription.NO_DEADLINE ? null : due - now,
                List.of(),
                wait.owner() instanceof RemoteRequest request ? remote(request, task.loop() != 0) : null);
    }

    private RemoteInfo remote(RemoteRequest asked, boolean hasClock) {
        return new RemoteInfo(
                asked.node(),
                asked.address(),
                asked.service(),
                asked.request().toString(),
                hasClock ? Math.max(0, now - asked.sentNanos()) : null);
    }

    /** What all waits for the same object have in common. */
    private static @Nullable String identity(WaitDescription wait) {
        Object subject = wait.subject();
        return subject == null
                ? null
                : subject.getClass().getSimpleName() + '@' + Integer.toHexString(System.identityHashCode(subject));
    }

    /** Who has to act, in words, without a call of the user's code. Tasks have ids; one that has ended is in no dump, so it is named. */
    private static @Nullable String owner(@Nullable Object owner) {
        String id = Inspection.idOf(owner);
        if (id != null) {
            return owner instanceof ScheduledTask<?> task && task.isReady()
                    ? "#" + id + ' ' + task.name() + ", which has ended"
                    : null;
        }
        if (owner == null) {
            return null;
        }
        if (owner instanceof String
                || owner instanceof RemoteRequest
                || (owner instanceof SocketAddress && isOfJdk(owner))) {
            return owner.toString();
        }
        return owner instanceof BlockingPool pool
                ? "pool " + pool.name()
                : owner.getClass().getName();
    }

    private static boolean isOfJdk(Object object) {
        return object.getClass().getClassLoader() == null;
    }

    /** The class of what a task waits for, by which alike ones are found. */
    static @Nullable Class<?> kindOf(Inspection task) {
        Awaitable<?> awaited = task.awaited();
        return awaited == null ? null : awaited.getClass();
    }
}

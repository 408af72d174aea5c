// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.debug;

import dev.weft.debug.DumpOptions;
import dev.weft.debug.FrameInfo;
import dev.weft.debug.LoopInfo;
import dev.weft.debug.TaskInfo;
import dev.weft.internal.LoopInspection;
import dev.weft.internal.Question;
import dev.weft.internal.stack.ThreadStack;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the tasks of one loop. It is asked to do so itself, between two steps, in slices of about a millisecond; where it does not answer,
 * because it is in the middle of a long step or nobody runs it, another thread reads them, with the Java stack of the loop's thread.
 */
final class LoopCapture {
    /** How many tasks are read to have all classes loaded. */
    private static final int MOST_TRIED = 100;

    private final LoopInspection loop;
    private final DumpOptions options;

    /** Whether the Java stack of the loop's thread is wanted, for which the reader may have to wait. */
    private final boolean hasThread;

    private final long asked = System.nanoTime();

    private TaskReader reader;
    private Entries entries;
    private @Nullable Slices slices;
    private LoopInfo.Mode mode = LoopInfo.Mode.OUTSIDE;
    private @Nullable Long lag;
    private StackTraceElement[] trace = {};

    /** What came out of {@link #read}. */
    private List<TaskInfo> tasks = List.of();

    LoopCapture(LoopInspection loop, DumpOptions options, boolean hasThread) {
        this.loop = loop;
        this.options = options;
        this.hasThread = hasThread;
        renew(false, Map.of());
    }

    private void renew(boolean outside, Map<String, List<StackTraceElement>> running) {
        reader = new TaskReader(loop.nanoTime(), running, options.locals());
        entries = new Entries(reader, options.mergeAbove(), outside);
    }

    /** Asks the loop for its tasks. */
    void ask() {
        if (loop.isRunning() && loop.thread() != Thread.currentThread()) {
            slices = new Slices(loop, entries);
            slices.askForNext();
        }
    }

    /** Takes what the loop gives, or else reads it. */
    void read() {
        readTasks();
        tasks = onceEach(entries.all().stream()
                .sorted(Comparator.comparingLong(LoopCapture::number))
                .toList());
    }

    /** A task that the loop has run and queued again while another thread went through its queue was read there twice. */
    private static List<TaskInfo> onceEach(List<TaskInfo> byNumber) {
        List<TaskInfo> once = new ArrayList<>(byNumber.size());
        String last = "";
        for (TaskInfo task : byNumber) {
            if (!task.id().equals(last)) {
                once.add(task);
            }
            last = task.id();
        }
        return once;
    }

    /** A loop lists its tasks in the order in which they have first suspended, a dump by their age. */
    private static long number(TaskInfo task) {
        String id = task.id();
        return Long.parseLong(id, id.indexOf('.') + 1, id.length(), 10);
    }

    private void readTasks() {
        Slices asking = slices;
        if (loop.thread() == Thread.currentThread()) {
            readHere();
        } else if (asking == null || !isGiven(asking)) {
            readOutside();
        }
    }

    private boolean isGiven(Slices asking) {
        int taken = 1;
        for (Optional<Boolean> left = asking.await(); left.isPresent(); left = asking.await()) {
            if (lag == null) {
                lag = asking.begun() - asked;
            }
            if (!left.get()) {
                mode = taken == 1 ? LoopInfo.Mode.CONSISTENT : LoopInfo.Mode.SLICED;
                return true;
            }
            taken++;
            asking.askForNext();
        }
        return false;
    }

    /** On the loop's own thread, in the middle of a step of it. */
    private void readHere() {
        StackTraceElement[] whole = Thread.currentThread().getStackTrace();
        trace = Arrays.copyOfRange(whole, 1, whole.length); // without that call
        renew(false, running());
        loop.beginWalk();
        var unused = loop.walkOn(entries::add, () -> true);
        mode = LoopInfo.Mode.CONSISTENT;
        trace = new StackTraceElement[0];
    }

    /** Reads some tasks from outside, and forgets them. */
    void tryOut() {
        renew(true, Map.of());
        loop.showOutside(entries::add, MOST_TRIED);
        renew(false, Map.of());
    }

    private void readOutside() {
        Thread thread = loop.thread();
        if (thread != null && hasThread) {
            trace = thread.getStackTrace();
        }
        renew(true, running());
        loop.showOutside(entries::add, Integer.MAX_VALUE);
    }

    /** The lines of those on the loop's thread, by their ids. */
    private Map<String, List<StackTraceElement>> running() {
        Map<String, List<StackTraceElement>> lines = new HashMap<>();
        if (trace.length > 0) {
            List<String> ids = loop.running();
            List<List<StackTraceElement>> parts = new ThreadStack(trace, options.internal()).parts();
            for (int i = 0; i < Math.min(ids.size(), parts.size() - 1); i++) {
                lines.put(ids.get(i), parts.get(i));
            }
        }
        return lines;
    }

    // ------------------------------------------------------------------ what came out

    List<TaskInfo> tasks() {
        return tasks;
    }

    Map<String, Thread> workers() {
        return reader.workers();
    }

    LoopInfo info(Nodes nodes) {
        Thread thread = loop.thread();
        long inTurn = loop.turnNanos();
        return new LoopInfo(
                loop.number(),
                thread == null ? null : thread.getName(),
                state(inTurn),
                mode,
                inTurn,
                lag,
                Integer.toUnsignedLong(loop.turns()),
                tasks.stream().mapToInt(TaskInfo::count).sum(),
                tasks.stream()
                        .filter(task -> task.state() == TaskInfo.State.READY)
                        .mapToInt(TaskInfo::count)
                        .sum(),
                loop.timers(),
                stack(),
                nodes.of(loop));
    }

    private LoopInfo.State state(long inTurn) {
        if (!loop.isRunning()) {
            return LoopInfo.State.IDLE;
        }
        if (mode == LoopInfo.Mode.OUTSIDE) {
            return stateSeen(inTurn);
        }
        boolean isBusy = lag == null || tasks.stream().anyMatch(task -> task.state() != TaskInfo.State.SUSPENDED);
        return isBusy ? LoopInfo.State.RUNNING : LoopInfo.State.WAITING;
    }

    /**
     * What a loop does that was not asked, or has not answered. One that has begun another turn meanwhile is not blocked, but the machine is
     * busy.
     */
    private LoopInfo.State stateSeen(long inTurn) {
        boolean isAsked = slices != null;
        if (!isAsked && loop.isWaiting()) {
            return LoopInfo.State.WAITING;
        }
        boolean isLate = inTurn > Question.PATIENCE_NANOS || (isAsked && loop.hasVirtualTime());
        return isLate ? LoopInfo.State.BLOCKED : LoopInfo.State.RUNNING;
    }

    private List<FrameInfo> stack() {
        List<FrameInfo> lines = new ArrayList<>();
        new ThreadStack(trace, options.internal())
                .parts()
                .forEach(part -> part.forEach(line -> lines.add(FrameInfo.of(line, FrameInfo.Kind.RUNNING))));
        return lines;
    }
}

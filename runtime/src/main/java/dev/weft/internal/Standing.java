// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.Awaitable;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.abi.Coroutine;
import dev.weft.abi.Frame;
import dev.weft.internal.stack.CallStacks;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a task stands, for the message of an exception about it: what it awaits, at which line and called from where, and the same of the
 * task that has to act first. As long as a few lines, whatever the task waits for. Loop thread only.
 */
public final class Standing {
    /** How many tasks are followed, of which each waits for the next. */
    private static final int MOST_TASKS = 4;

    /** How many callers of the innermost line are named; the others are counted. */
    private static final int MOST_CALLERS = 3;

    /** The length of the longest description of a wait, which may be of the user's code. */
    private static final int LONGEST_WAIT = 160;

    private final StringBuilder text = new StringBuilder();
    private final List<SpawnedTask<?>> seen = new ArrayList<>(1);

    private Standing() {}

    /**
     * Says where a task stands.
     *
     * @param task the task
     * @return the end of a sentence, such as {@code : it awaited sleep PT1M at com.example.Main.waits(Main.java:12)}; empty where there is
     *     nothing to tell, or no memory to do so
     */
    public static String of(SpawnedTask<?> task) {
        try {
            Standing standing = new Standing();
            standing.follow(task);
            return standing.text.toString();
        } catch (Throwable lacking) { // memory or stack: the exception matters more than its text
            return "";
        }
    }

    private void follow(SpawnedTask<?> first) {
        SpawnedTask<?> task = first;
        while (task != null && seen.size() < MOST_TASKS && !seen.contains(task)) {
            seen.add(task);
            add(task);
            task = actsFor(task);
        }
        if (task != null && seen.contains(task)) {
            text.append(", which waits for ").append(task == first ? "the first" : "task " + task.name());
        }
    }

    /** The task of the same loop, not ended, that has to act before another one goes on; null if there is none. */
    private static @Nullable SpawnedTask<?> actsFor(SpawnedTask<?> task) {
        Awaitable<?> pending = task.pending();
        if (pending == null) {
            return null;
        }
        if (pending instanceof StructuredCall call) {
            return call.awaited().stream()
                    .filter(part -> !part.isReady())
                    .findFirst()
                    .orElse(null);
        }
        WaitDescription wait = pending instanceof SpawnedTask<?> ? null : task.describeWait();
        Object next = wait == null ? pending : wait.owner();
        return next instanceof SpawnedTask<?> owner && owner.loop == task.loop && !owner.isReady() ? owner : null;
    }

    private void add(SpawnedTask<?> task) {
        if (task.isReady() || (task.awaitsOnly() && seen.size() == 1)) {
            return; // whose await the message names before this
        }
        text.append(text.length() == 0 ? ": " : "; ").append(seen.size() == 1 ? "it" : "task " + task.name());
        Frame<?> innermost = task.running() == null ? task.leaf() : task.running();
        text.append(' ').append(whatItDid(task));
        List<StackTraceElement> staying = CallStacks.staying(task);
        addLines(staying.isEmpty() ? linesFrom(innermost) : staying);
    }

    private static String whatItDid(SpawnedTask<?> task) {
        return switch (task.state()) {
            case RUNNING -> "ran";
            case READY -> task.hasNotBegun() ? "had not begun" : "could go on, and had not had its turn,";
            default -> "awaited " + shortened(task.describeWait());
        };
    }

    private static String shortened(@Nullable WaitDescription wait) {
        if (wait == null) {
            return "nothing";
        }
        String whole = (wait.kind() + ' ' + wait.identity()).strip();
        return whole.length() <= LONGEST_WAIT ? whole : whole.substring(0, LONGEST_WAIT) + "...";
    }

    /** The lines of a frame and its callers, but only as many as are told; null stands for each of the others. */
    private static List<@Nullable StackTraceElement> linesFrom(@Nullable Frame<?> innermost) {
        List<@Nullable StackTraceElement> lines = new ArrayList<>();
        for (Frame<?> frame = innermost; frame != null; frame = Coroutine.parentOf(frame)) {
            lines.add(lines.size() > MOST_CALLERS ? null : frame.traceElement());
        }
        return lines;
    }

    private void addLines(List<? extends @Nullable StackTraceElement> lines) {
        for (int i = 0; i < Math.min(lines.size(), MOST_CALLERS + 1); i++) {
            if (lines.get(i) != null) {
                text.append(i == 0 ? " at " : i == 1 ? ", called from " : ", ").append(lines.get(i));
            }
        }
        if (lines.size() > MOST_CALLERS + 1) {
            text.append(" and ").append(lines.size() - MOST_CALLERS - 1).append(" more");
        }
    }

    /**
     * Returns the line of the user's code at which an exception was thrown.
     *
     * @param thrown the exception
     * @return the line; null if its trace knows none
     */
    public static @Nullable StackTraceElement lineOf(Throwable thrown) {
        return CallStacks.lineOf(thrown);
    }

    /**
     * Returns the line at which a waiter awaits; of one that has no code, that of whoever awaits it as a part, or has spawned it.
     *
     * @param waiter who waits; null for nobody
     * @return the innermost line; null if nobody knows it
     */
    public static @Nullable StackTraceElement lineOf(@Nullable Waiter waiter) {
        Waiter next = waiter;
        StackTraceElement site = null;
        for (int tasks = 0; next instanceof RunningCoroutine coroutine && tasks < MOST_TASKS; tasks++) {
            List<StackTraceElement> staying = CallStacks.staying(coroutine);
            if (!staying.isEmpty()) {
                return staying.get(0);
            }
            for (Frame<?> frame = coroutine.leaf(); frame != null; frame = Coroutine.parentOf(frame)) {
                StackTraceElement line = frame.traceElement();
                if (line != null) {
                    return line;
                }
            }
            next = null;
            if (coroutine instanceof IdentifiedTask<?> task) {
                site = task.site();
                next = task.whole();
            }
        }
        return site;
    }
}

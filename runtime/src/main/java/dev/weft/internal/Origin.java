// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.Priority;
import dev.weft.abi.SourceLocation;
import dev.weft.spi.ServedRequest;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The origin of a task: where it was spawned, under which name, and of what it is a part.
 *
 * @param name the name it was given, a string or what supplies one, or null
 * @param site the line that spawned it: a constant of woven code, a {@link SourceLocation}, or null if nobody knows
 * @param whole the coroutine that waits for it as for one of its parts; null if it was spawned
 * @param inherited the context of who spawned it; null if that has none
 * @param isAwaited whether somebody will see how the task ends, whatever happens
 * @param spawner the number of the task of the same loop whose code spawns it; 0 if none does
 * @param priority which it has for life
 */
record Origin(
        @Nullable Object name,
        @Nullable Object site,
        @Nullable RunningCoroutine whole,
        @Nullable Inherited inherited,
        boolean isAwaited,
        int spawner,
        Priority priority) {
    /** The origin of a task that the calling code spawns, which is that of a task of the same loop, or of none. */
    Origin(@Nullable Object name, @Nullable Object site, @Nullable IdentifiedTask<?> spawner) {
        this(name, site, spawner, priorityOf(spawner));
    }

    /** The same, with a priority. */
    Origin(@Nullable Object name, @Nullable Object site, @Nullable IdentifiedTask<?> spawner, Priority priority) {
        this(name, site, null, Inherited.here(), false, spawner == null ? 0 : spawner.number(), priority);
    }

    private static Priority priorityOf(@Nullable RunningCoroutine started) {
        return started instanceof SpawnedTask<?> task ? task.priority() : Priority.NORMAL;
    }

    /** The origin of a task that the calling code starts as a part of what a coroutine waits for, whose priority it has if none is given. */
    static Origin ofPart(@Nullable String name, @Nullable RunningCoroutine whole, @Nullable Priority priority) {
        return new Origin(
                name, null, whole, Inherited.here(), false, 0, priority == null ? priorityOf(whole) : priority);
    }

    /** The origin of a task that the calling code starts for a future, which shows how it ends. */
    static Origin ofFuture(@Nullable SpawnedTask<?> starting) {
        return new Origin(null, null, null, Inherited.here(), true, 0, priorityOf(starting));
    }

    /** The origin of what is given to {@code run}, which gives its result or throws its failure. */
    static Origin ofMain() {
        return new Origin("main", null, null, Inherited.here(), true, 0, Priority.NORMAL);
    }

    /** The label of the few tasks that have a name, so that the others need no field for it. */
    private record Named(Object name, @Nullable Object site) {}

    /** What the few tasks keep that have a context, so that the others need no field for it. */
    static final class InContext {
        private final @Nullable Object label;

        @Nullable
        Bindings bindings;

        @Nullable
        Carried carried;

        /** Around the label of a task that has none so far. */
        InContext(@Nullable Object label) {
            this.label = label;
        }
    }

    /** Whoever reads the name, as in a dump, is to see the priority. */
    private static Object named(Object name, Priority priority) {
        return switch (priority) {
            case HIGH -> named(name, " (high)");
            case NORMAL -> name;
            case LOW -> named(name, " (low)");
        };
    }

    private static Object named(Object name, String priority) {
        return name instanceof ServedRequest served ? new Serving(served, priority) : text(name) + priority;
    }

    /** The name of a task that serves a request with another priority than the normal one. */
    private record Serving(ServedRequest request, String priority) implements Supplier<String> {
        @Override
        public String get() {
            return request.get() + priority;
        }
    }

    /** The request of another node that a task serves, as its label says; null if it serves none. */
    static @Nullable ServedRequest servedIn(@Nullable Object label) {
        Object name = plain(label) instanceof Named named ? named.name() : null;
        return name instanceof Serving serving
                ? serving.request()
                : name instanceof ServedRequest served ? served : null;
    }

    /** Returns what a task keeps of name, site and context, in one field: the site alone if it has neither name nor context. */
    @Nullable
    Object label() {
        Object plain = name == null ? site : new Named(named(name, priority), site);
        return inherited == null ? plain : inContext(plain, inherited);
    }

    private static InContext inContext(@Nullable Object plain, Inherited inherited) {
        InContext label = new InContext(plain);
        label.bindings = inherited.bindings();
        label.carried = inherited.carried();
        return label;
    }

    /** The name and site in a label, which keep no context. */
    static @Nullable Object plain(@Nullable Object label) {
        return label instanceof InContext context ? context.label : label;
    }

    /** The name in a label, or one made of the task's number. */
    static String nameIn(@Nullable Object label, int number) {
        if (plain(label) instanceof Named named) {
            return text(named.name());
        }
        return "task-" + Integer.toUnsignedString(number);
    }

    /** Code of others that fails, or gives none, is no reason to have no dump. */
    private static String text(Object name) {
        try {
            return String.valueOf(name instanceof Supplier<?> supplier ? supplier.get() : name);
        } catch (Throwable failed) {
            return "(no name: " + failed.getClass().getName() + ")";
        }
    }

    /** What says the site in a label, or null. */
    static @Nullable Object siteOf(@Nullable Object label) {
        Object plain = plain(label);
        return plain instanceof Named named ? named.site() : plain;
    }

    /** The site in a label, or null. */
    static @Nullable StackTraceElement siteIn(@Nullable Object label) {
        Object site = siteOf(label);
        if (site instanceof String constant) {
            return SourceLocation.elementOf(constant, 0);
        }
        return site == null ? null : ((SourceLocation) site).toStackTraceElement();
    }
}

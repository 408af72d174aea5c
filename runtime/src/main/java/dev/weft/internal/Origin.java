// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.abi.SourceLocation;
import org.jspecify.annotations.Nullable;

/**
 * The origin of a task: where it was spawned, under which name, and of what it is a part.
 *
 * @param name the name it was given, or null
 * @param site the line that spawned it: a constant of woven code, a {@link SourceLocation}, or null if nobody knows
 * @param whole the coroutine that waits for it as for one of its parts; null if it was spawned
 */
record Origin(
        @Nullable String name,
        @Nullable Object site,
        @Nullable RunningCoroutine whole) {
    /** The origin of a task that the runtime starts on nobody's behalf. */
    static final Origin UNKNOWN = new Origin(null, null, null);

    /** The label of the few tasks that have a name, so that the others need no field for it. */
    private record Named(String name, @Nullable Object site) {}

    /** Returns what a task keeps of name and site, in one field: the site alone if it has no name. */
    @Nullable
    Object label() {
        return name == null ? site : new Named(name, site);
    }

    /** The name in a label, or one made of the task's number. */
    static String nameIn(@Nullable Object label, int number) {
        return label instanceof Named named ? named.name() : "task-" + Integer.toUnsignedString(number);
    }

    /** The site in a label, or null. */
    static @Nullable SourceLocation siteIn(@Nullable Object label) {
        Object site = label instanceof Named named ? named.site() : label;
        return site instanceof String constant ? SourceLocation.of(constant, 0) : (SourceLocation) site;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.debug;

import dev.weft.debug.Span;
import dev.weft.debug.TaskInfo;
import dev.weft.debug.WaitInfo;
import dev.weft.internal.Inspection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Tasks that are alike, as one entry. What they do not have in common is that of the first, or missing where it would mislead. */
final class Alike {
    private final TaskInfo first;
    private int count = 1;
    private long steps;
    private @Nullable Span age;
    private @Nullable Span since;
    private boolean sameParent = true;

    Alike(TaskInfo first) {
        this.first = first;
        this.steps = first.steps();
        this.age = first.age();
        this.since = first.since();
    }

    void add(Inspection task, TaskReader reader) {
        count++;
        steps += task.steps();
        age = both(age, task.ageNanos(reader.now()));
        since = both(since, task.stateNanos(reader.now()));
        sameParent = sameParent && Objects.equals(first.parent(), task.parent());
    }

    private static @Nullable Span both(@Nullable Span known, long nanos) {
        return known == null || nanos < 0
                ? known
                : nanos >= known.minNanos() && nanos <= known.maxNanos() ? known : known.and(Span.of(nanos));
    }

    TaskInfo entry() {
        return new TaskInfo(
                first.id(),
                first.name(),
                count,
                first.state(),
                age,
                since,
                steps,
                sameParent ? first.parent() : null,
                first.spawn(),
                first.stack(),
                count == 1 || first.awaits() == null ? first.awaits() : ofKind(first.awaits()),
                count == 1 ? first.awaitedBy() : List.of(),
                first.moving(),
                first.lost(),
                first.cancelling(),
                count == 1 ? first.serves() : null,
                count == 1 ? first.caller() : null);
    }

    /** What they have in common is the kind. */
    private static WaitInfo ofKind(WaitInfo wait) {
        return new WaitInfo(wait.kind(), null, "", null, List.of(), null, List.of());
    }
}

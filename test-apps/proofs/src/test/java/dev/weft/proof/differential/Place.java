// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.differential;

import dev.weft.TaskGroup;
import dev.weft.TimeoutScope;
import org.jspecify.annotations.Nullable;

/** Where a task is: its name, the number of its last step, and what is around it. */
final class Place {
    final String name;
    final @Nullable TaskGroup group;
    final @Nullable TimeoutScope scope;
    int step;

    Place(String name, @Nullable TaskGroup group, @Nullable TimeoutScope scope) {
        this.name = name;
        this.group = group;
        this.scope = scope;
    }

    /** The place of a task that a step of this one runs, the one with this number. */
    Place part(int number) {
        return new Place(partName(number), group, scope);
    }

    Place in(TaskGroup other) {
        return new Place(name, other, scope);
    }

    Place in(TimeoutScope other) {
        return new Place(name, group, other);
    }

    private String partName(int number) {
        return name + "/" + step + (char) ('a' + number);
    }
}

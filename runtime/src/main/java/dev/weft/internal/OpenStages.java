// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.Awaitable;
import dev.weft.abi.StageAwait;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds a stage for which a task waits, itself or by others, and which no task of the loop settles. Loop thread only. */
final class OpenStages {
    private final LoopEngine loop;
    private final Deque<SpawnedTask<?>> left = new ArrayDeque<>();
    private final Set<SpawnedTask<?>> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private OpenStages(LoopEngine loop) {
        this.loop = loop;
    }

    /** Says for what a task waits that another thread may have to complete; null if for nothing of the kind. */
    static @Nullable String below(@Nullable SpawnedTask<?> task, LoopEngine loop) {
        OpenStages search = new OpenStages(loop);
        search.visit(task);
        while (!search.left.isEmpty()) {
            String found = search.look(search.left.remove());
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private void visit(@Nullable Object task) {
        if (task instanceof SpawnedTask<?> spawned && spawned.loop == loop && seen.add(spawned)) {
            left.add(spawned);
        }
    }

    private @Nullable String look(SpawnedTask<?> task) {
        Awaitable<?> pending = task.pending();
        if (pending instanceof StageAwait stage && !stage.isReady()) {
            if (!(stage.coroutine() instanceof SpawnedTask<?> settles) || settles.loop != loop) {
                return "task " + task.name() + " waits for " + stage.describe();
            }
            visit(settles);
        } else if (pending instanceof StructuredCall) {
            loop.liveTasks().stream().filter(part -> part.whole() == task).forEach(this::visit);
        } else {
            visit(pending);
        }
        return null;
    }
}

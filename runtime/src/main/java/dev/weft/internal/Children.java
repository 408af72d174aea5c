// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.Awaitable;
import dev.weft.Waiter;
import dev.weft.abi.Frame;
import org.jspecify.annotations.Nullable;

/** How a structured call starts its parts: each is a task of its own whose callers are those of the waiting one. */
final class Children {
    private Children() {}

    /** Starts a child on the loop of this thread. */
    static <T> SpawnedTask<T> start(String operation, Awaitable<T> task, Waiter waiter) {
        LoopEngine loop = Execution.requireLoop(operation);
        @Nullable RunningCoroutine parent = waiter instanceof RunningCoroutine coroutine ? coroutine : null;
        return loop.spawn(task, new SpawnedTask.Origin(null, null, parent, parent != null));
    }

    /** Whether nothing has begun that a cancellation would have to reach. */
    static boolean isIdle(Awaitable<?> task) {
        return task instanceof Frame<?> || task.isReady();
    }

    /** Gives up a task that will not be started, so that it does not count as forgotten. */
    static void drop(Awaitable<?> task) {
        if (task instanceof Frame<?> frame && frame.state == 0) {
            frame.claim();
        }
    }
}

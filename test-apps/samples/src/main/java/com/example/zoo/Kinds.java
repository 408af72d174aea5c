// SPDX-License-Identifier: Apache-2.0
package com.example.zoo;

import static dev.weft.Weft.async;
import static dev.weft.Weft.await;
import static dev.weft.Weft.spawn;

import dev.weft.Async;
import dev.weft.AsyncBlock;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import java.util.LinkedHashMap;
import java.util.Map;

/** A task for each kind of wait: the task {@code on-read} awaits a read. */
final class Kinds {
    private final Map<String, ScheduledTask<?>> tasks = new LinkedHashMap<>();

    private Kinds() {}

    @Async
    static Task<Void> open(String argument) throws Exception {
        Kinds kinds = new Kinds();
        await(LockKinds.spawnAll(kinds));
        MeetingKinds.spawnAll(kinds);
        CallKinds.spawnAll(kinds);
        await(NetworkKinds.spawnAll(kinds));
        for (Map.Entry<String, ScheduledTask<?>> each : kinds.tasks.entrySet()) {
            await(Standing.untilAwaits(each.getKey(), each.getValue()));
        }
        return Task.done();
    }

    /** Spawns a task whose block comes to a wait of this kind. */
    <T> void add(String kind, AsyncBlock<T, Exception> block) throws Exception {
        tasks.put(kind, spawn("on-" + kind, async(block)));
    }
}

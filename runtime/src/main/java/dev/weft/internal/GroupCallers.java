// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import java.util.HashMap;
import java.util.Map;

/** The threads that wait for a group, in its {@code run}, {@code join} or {@code close}: they go on when its loops have ended. Any thread. */
final class GroupCallers {
    static final GroupCallers OF_PROCESS = new GroupCallers();

    private final Map<Thread, LoopGroup> groups = new HashMap<>();

    private GroupCallers() {}

    synchronized void begins(LoopGroup group) {
        groups.put(Thread.currentThread(), group);
    }

    synchronized void ends() {
        groups.remove(Thread.currentThread());
    }

    /** Those that wait at this moment, each with what it waits for. */
    synchronized Map<Thread, LoopGroup> waiting() {
        return Map.copyOf(groups);
    }
}

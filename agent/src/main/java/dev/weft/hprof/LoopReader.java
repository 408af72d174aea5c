// SPDX-License-Identifier: Apache-2.0
package dev.weft.hprof;

import dev.weft.debug.FrameInfo;
import dev.weft.debug.LoopInfo;
import dev.weft.debug.TaskInfo;
import dev.weft.hprof.heap.UnreadableDumpException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what a loop did when the dump was made. The JVM stood still then, so all is of one moment; and so nobody could ask the loop whether
 * it answers: it counts as blocked if its turn had taken longer than a live one is given for an answer.
 */
final class LoopReader {
    private static final long PATIENCE_NANOS = 100_000_000;

    private final HeapLoop loop;
    private final boolean internal;

    LoopReader(HeapLoop loop, boolean internal) {
        this.loop = loop;
        this.internal = internal;
    }

    LoopInfo read(List<TaskInfo> tasks) throws UnreadableDumpException {
        LoopInfo.State state = state();
        return new LoopInfo(
                loop.number(),
                loop.thread(),
                state,
                LoopInfo.Mode.CONSISTENT,
                loop.nanosInTurn(),
                null,
                Integer.toUnsignedLong(loop.turns()),
                tasks.stream().mapToInt(TaskInfo::count).sum(),
                tasks.stream()
                        .filter(task -> task.state() == TaskInfo.State.READY)
                        .mapToInt(TaskInfo::count)
                        .sum(),
                loop.timers(),
                state == LoopInfo.State.BLOCKED ? stack() : List.of());
    }

    private LoopInfo.State state() throws UnreadableDumpException {
        if (loop.stack().isEmpty()) {
            return loop.isForeign() ? LoopInfo.State.WAITING : LoopInfo.State.IDLE;
        }
        if (JavaStack.isWaiting(loop.stack())) {
            return LoopInfo.State.WAITING;
        }
        return loop.nanosInTurn() > PATIENCE_NANOS ? LoopInfo.State.BLOCKED : LoopInfo.State.RUNNING;
    }

    private List<FrameInfo> stack() {
        List<FrameInfo> lines = new ArrayList<>();
        JavaStack.parts(loop.stack(), internal).forEach(lines::addAll);
        return lines;
    }
}

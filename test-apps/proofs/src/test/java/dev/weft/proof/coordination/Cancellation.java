// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.coordination;

import dev.weft.ScheduledTask;
import java.util.List;

/** Counts the turns of a run, which are the points between two steps, and cancels one task at one of them. */
final class Cancellation implements Runnable {
    private final int victim;
    private final int at;
    private List<? extends ScheduledTask<?>> tasks = List.of();
    private int turns;

    /** At turn 0 nobody is cancelled. */
    Cancellation(int victim, int at) {
        this.victim = victim;
        this.at = at;
    }

    void begin(List<? extends ScheduledTask<?>> users) {
        tasks = users;
    }

    void end() {
        tasks = List.of();
    }

    int turns() {
        return turns;
    }

    @Override
    public void run() {
        if (tasks.isEmpty()) {
            return;
        }
        turns++;
        if (turns == at) {
            tasks.get(victim).cancel();
        }
    }

    @Override
    public String toString() {
        return at == 0 ? "undisturbed" : "task " + victim + " cancelled at turn " + at;
    }
}

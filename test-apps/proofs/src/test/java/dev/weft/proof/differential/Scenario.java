// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.differential;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Tasks as data, and what they coordinate by.
 *
 * @param locks how many locks there are
 * @param permits of each semaphore
 * @param queues kind and size of each queue
 * @param conditions of each condition the number of its lock
 * @param parties of each barrier
 * @param tasks the steps of each task
 */
record Scenario(
        int locks,
        List<Integer> permits,
        List<Bounded> queues,
        List<Integer> conditions,
        List<Integer> parties,
        List<List<Step>> tasks) {
    static final int EVENTS = 2;

    /** A queue that holds so many elements; its kind is {@code fifo}, {@code lifo} or {@code priority}. */
    record Bounded(String kind, int size) {
        String json() {
            return "[\"" + kind + "\"," + size + "]";
        }
    }

    Scenario with(List<List<Step>> others) {
        return new Scenario(locks, permits, queues, conditions, parties, others);
    }

    /** In one line, for another program to read. */
    String json() {
        return "[" + locks + "," + jsonOf(permits)
                + queues.stream().map(Bounded::json).collect(Collectors.joining(",", ",[", "],"))
                + jsonOf(conditions) + "," + jsonOf(parties)
                + tasks.stream().map(Step::json).collect(Collectors.joining(",", ",[", "]]"));
    }

    static String jsonOf(List<Integer> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
    }

    /** As a program to read. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(locks + " locks, semaphores of " + permits + ", queues " + queues
                + ", conditions of locks " + conditions + ", barriers of " + parties + "\n");
        for (int number = 0; number < tasks.size(); number++) {
            text.append("task ").append(number).append(" {\n");
            text.append(Step.text(tasks.get(number), "    ")).append("}\n");
        }
        return text.toString();
    }
}

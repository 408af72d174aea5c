// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.differential;

import java.util.List;
import java.util.stream.Stream;

/**
 * What is around a step that is to be made.
 *
 * @param number of the task, which may await those of lower numbers
 * @param depth how many steps it is inside of
 * @param locks those that are held around it, by any task
 * @param held those that its own task holds
 * @param isInScope whether a timeout can be moved
 * @param isInGroup whether children can be spawned
 */
record Around(int number, int depth, List<Integer> locks, List<Integer> held, boolean isInScope, boolean isInGroup) {
    Around deeper() {
        return new Around(number, depth + 1, locks, held, isInScope, isInGroup);
    }

    Around holding(int lock) {
        return new Around(number, depth + 1, and(locks, lock), and(held, lock), isInScope, isInGroup);
    }

    /** Inside a task that is waited for here. */
    Around ofTask() {
        return new Around(number, depth + 1, locks, List.of(), isInScope, isInGroup);
    }

    /** Inside a task that nobody waits for. */
    Around alone() {
        return new Around(number, depth + 1, List.of(), List.of(), false, false);
    }

    Around inScope() {
        return new Around(number, depth, locks, held, true, isInGroup);
    }

    Around inGroup() {
        return new Around(number, depth, locks, held, isInScope, true);
    }

    private static List<Integer> and(List<Integer> numbers, int added) {
        return Stream.concat(numbers.stream(), Stream.of(added)).toList();
    }
}

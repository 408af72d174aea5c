// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.stress;

import java.util.List;

/**
 * What an async method does, one step after the other.
 *
 * @param number the number of its task: it joins tasks of lower numbers only, so that none waits for itself
 * @param cleansUp whether it awaits something in {@code finally}
 * @param steps the steps
 */
record Body(int number, boolean cleansUp, List<Step> steps) {
    /** Whether anything but a request from outside can cancel a part of it. */
    boolean cancelsByItself() {
        return steps.stream().anyMatch(Step::cancelsByItself);
    }
}

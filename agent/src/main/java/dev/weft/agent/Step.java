// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

/** Something that happens to a woven class before the JVM gets it. Called by any thread that loads a class. */
interface Step {
    /**
     * Does it.
     *
     * @return false if the class must stay unwoven; the step has reported why
     */
    boolean take(WovenClass woven);
}

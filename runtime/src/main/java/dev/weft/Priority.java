// SPDX-License-Identifier: Apache-2.0
package dev.weft;

/**
 * Which of the tasks that are ready on a loop goes on first. A task has its priority for life, from {@link Weft#spawn(String, Awaitable,
 * Priority)}; a task that it spawns, and the parts of {@code gather} and the like, have the same unless they are given another.
 *
 * <p>It is no order to rely on. A task of a higher priority that becomes ready a moment later goes on later; and whoever waits behind those of
 * higher priority goes on after seven of their steps at most, so that nobody waits for ever. A step that has begun is never interrupted.
 */
public enum Priority {
    /** Before the others: for what is short and must not be late, such as the answer to a health check. */
    HIGH,
    /** As all tasks that nobody has given a priority. */
    NORMAL,
    /** When there is nothing else to do, and one step in eight when there is: for what may take as long as it likes. */
    LOW
}

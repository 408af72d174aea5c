// SPDX-License-Identifier: Apache-2.0
package dev.weft;

import java.util.Objects;

/**
 * Fault points: places in production code at which a test has something fail or take its time, such as a write to a disk. A test says what
 * happens there by {@link SimulatedLoop#faults()}. Elsewhere nothing ever happens at a point, and passing one costs a look at a field.
 *
 * <pre>{@code
 * Faults.point("journal.write");
 * file.write(entry);
 * }</pre>
 *
 * <p>A point is reached by the code that runs on a simulated loop, and by what it has run with {@link Weft#blocking}. Any thread.
 */
public final class Faults {
    private Faults() {}

    /**
     * Marks a place. Never suspends. Throws what a test says, of any type, checked ones included. A delay stops the whole loop, as a call
     * does that blocks: its clock jumps. In a call that {@link Weft#blocking} makes on another thread, the call ends that much later.
     *
     * @param name which place it is, such as {@code journal.write}; not null
     */
    public static void point(String name) {
        Engine.reach(Objects.requireNonNull(name, "name"));
    }

    /**
     * Marks a place where a task may be delayed, in an async method: {@code await(Faults.awaitPoint("journal.sync"))}. Suspends for the
     * delay that a test says, and throws what it says. The point is reached by the call. Cancel-safe: nothing is lost.
     *
     * @param name which place it is; not null
     * @return an awaitable without a result, to be awaited once
     */
    @CancelSafe
    public static Awaitable<Void> awaitPoint(String name) {
        return Engine.awaitReach(Objects.requireNonNull(name, "name"));
    }
}

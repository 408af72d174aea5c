// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Has all simulated loops of the JVM make their turns on the executors of somebody else, which users cannot. */
public final class SimulatedOn implements AutoCloseable {
    private SimulatedOn() {}

    /** Begins; until the result is closed. */
    public static SimulatedOn executors(Supplier<Executor> executors) {
        SimulatedEventLoop.executors = executors;
        return new SimulatedOn();
    }

    /** Loops make their turns in {@code run} again. */
    @Override
    public void close() {
        SimulatedEventLoop.executors = null;
    }
}

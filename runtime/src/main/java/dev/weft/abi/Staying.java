// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

/**
 * Whether tasks stay: whether one that waits keeps its Java stack, on a thread of its own, in place of unwinding it. A debugger's step over
 * an await then ends on the next line, because the method has not returned (decision 48). The tasks of a loop still run one at a time.
 */
public final class Staying {
    /** The system property that switches it on, when the program starts. */
    public static final String PROPERTY = "weft.debug.step";

    /** A constant for the JIT compiler: it costs nothing while it is off. */
    public static final boolean IS_ON = Boolean.getBoolean(PROPERTY);

    private Staying() {}
}

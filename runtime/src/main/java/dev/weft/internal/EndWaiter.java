// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.spi.Insistent;

/**
 * Who waits for the end of a task that was started for it alone, such as a structured call for one of its parts. A class, for whoever ends
 * a task asks what waits for it, and to ask for an interface takes some nanoseconds.
 */
public abstract class EndWaiter implements Insistent {
    /** For subclasses. */
    protected EndWaiter() {}
}

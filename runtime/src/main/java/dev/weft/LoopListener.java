// SPDX-License-Identifier: Apache-2.0
package dev.weft;

/**
 * Is told of each turn of an event loop, for what {@link LoopMetrics} do not say, such as how long turns take at the 99th percentile:
 *
 * <pre>{@code
 * loop.addListener((steps, nanos, timerLag) -> histogram.record(nanos));
 * }</pre>
 */
@FunctionalInterface
public interface LoopListener {
    /**
     * A turn has ended. Called on the loop's thread, between two steps; must be quick. A listener that throws is logged, and told nothing
     * any more.
     *
     * @param steps how many steps it has made, which may be none
     * @param nanos how long it took, with the look at channels: for so long the loop has looked at nothing that came
     * @param timerLag how late the first timer was that it has fired, in nanoseconds; 0 if it has fired none
     */
    void turnEnded(int steps, long nanos, long timerLag);
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.watch;

/** What the thread of a loop was found doing. */
enum Activity {
    /** It waits for readiness, or no thread runs the loop. */
    IDLE,

    /** It is in a turn that has just been met for the first time, so that nobody has looked closer. */
    TURNS,

    /** It computes, or would if the machine gave it a processor. */
    RUNS,

    /** It is in native code, which computes or waits: the JVM does not know which. */
    IN_NATIVE_CODE,

    /** It waits for something that does not make it runnable yet. */
    WAITS,

    /** It loads or links classes, as at the start of a program. */
    LOADS_CLASSES
}

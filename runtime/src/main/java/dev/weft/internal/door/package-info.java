// SPDX-License-Identifier: Apache-2.0
/**
 * The ways into a program that runs: the Unix socket, the MBean, Flight Recorder, a signal (decision 49). {@link dev.weft.internal.door.Doors}
 * is the thread that opens them, {@link dev.weft.internal.door.Resources} the table of what can be asked. Nothing here runs, nor is loaded,
 * on the thread of an event loop; {@code dev.weft.internal} starts the thread and knows this package by name only.
 */
@NullMarked
package dev.weft.internal.door;

import org.jspecify.annotations.NullMarked;

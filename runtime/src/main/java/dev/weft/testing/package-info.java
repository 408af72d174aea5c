// SPDX-License-Identifier: Apache-2.0
/**
 * What tests of async code need beside a simulated loop: {@link dev.weft.testing.Explorer}, which runs a test under many seeds or in all
 * orders, and {@link dev.weft.testing.MemoryNetwork}, a network whose faults are a function of the loop's seed. For tests. Uses {@code
 * dev.weft}, {@code dev.weft.spi}, {@code dev.weft.io} and {@code dev.weft.net}, the explorer {@code dev.weft.internal} for its loops, and
 * is used by no other package of the runtime.
 */
@NullMarked
package dev.weft.testing;

import org.jspecify.annotations.NullMarked;

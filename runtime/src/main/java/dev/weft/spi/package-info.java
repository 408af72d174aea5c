// SPDX-License-Identifier: Apache-2.0
/**
 * What those need who write awaitables and readiness backends: {@link dev.weft.spi.SingleUse}, the base for awaitables that are awaited
 * once; the rule of the loop's thread; where failures are told that nobody waits for, and a waiter that must get through; {@link
 * dev.weft.spi.Readiness}, what a loop asks of the operating system, though no loop can be given a backend of one's own yet. Whoever takes
 * loops into a cluster has {@link dev.weft.spi.ClusterMembers} and the requests of nodes, by which dumps cross them. Whoever only uses Weft
 * needs none of it. Uses {@code dev.weft} alone; the rest of the runtime is written on it.
 */
@NullMarked
package dev.weft.spi;

import org.jspecify.annotations.NullMarked;

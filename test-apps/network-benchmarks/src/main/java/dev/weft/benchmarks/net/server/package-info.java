// SPDX-License-Identifier: Apache-2.0
/**
 * The servers in Java that are compared, each a program of its own as a user of that library would write it. All take a port and {@code
 * echo} or {@code answer}, print {@code ready}, and serve on one thread until they are killed.
 */
@NullMarked
package dev.weft.benchmarks.net.server;

import org.jspecify.annotations.NullMarked;

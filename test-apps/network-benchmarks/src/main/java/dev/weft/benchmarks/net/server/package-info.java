// SPDX-License-Identifier: Apache-2.0
/**
 * The servers in Java that are compared, each a program of its own as a user of that library would write it. All take a port and
 * what they are used for, print {@code ready}, and serve on one thread, or two where that is asked for, until they are killed.
 */
@NullMarked
package dev.weft.benchmarks.net.server;

import org.jspecify.annotations.NullMarked;

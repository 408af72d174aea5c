// SPDX-License-Identifier: Apache-2.0
/**
 * The running program that a command asks: finds its process and the sockets of its door, and asks there. Where that cannot be, it says
 * what is missing and what to do.
 */
@NullMarked
package dev.weft.cli.process;

import org.jspecify.annotations.NullMarked;

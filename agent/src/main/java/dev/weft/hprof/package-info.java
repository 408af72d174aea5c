// SPDX-License-Identifier: Apache-2.0
/**
 * Finds the tasks of a program in a heap dump of it: the tree that a live program prints, after death. {@link dev.weft.hprof.HeapDump} is
 * the front door. A dump has no code, so all that code would tell is in two tables: {@link dev.weft.hprof.RuntimeField} names the fields of
 * the runtime that are read, and {@link dev.weft.hprof.WaitForms} says of each awaitable of the runtime what its {@code describe()} says.
 * Tests compare both with the runtime (decision 51).
 */
@NullMarked
package dev.weft.hprof;

import org.jspecify.annotations.NullMarked;

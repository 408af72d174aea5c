// SPDX-License-Identifier: Apache-2.0
/**
 * Where a program is: all tasks of a process as immutable data, with what each awaits and who awaits it, and what writes that as text, as a
 * tree and as JSON. {@link dev.weft.debug.TaskDump#capture()} is the entry. All of it but that one method is data and uses {@code java.*}
 * alone: the command line has a copy of this package, and prints what it has read from a file in the same way.
 */
@NullMarked
package dev.weft.debug;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * Reads heap dumps in the HPROF format, as HotSpot writes them: objects with their fields, classes with their statics, and the stacks of
 * threads. Knows nothing of Weft. {@link dev.weft.hprof.heap.Heap} is the front door. Takes memory for an index, and not for the
 * objects: the file is mapped, and an object is read where it lies (decision 51).
 */
@NullMarked
package dev.weft.hprof.heap;

import org.jspecify.annotations.NullMarked;

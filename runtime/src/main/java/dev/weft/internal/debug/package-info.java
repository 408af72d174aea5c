// SPDX-License-Identifier: Apache-2.0
/** Takes dumps of the tasks of a process: from loops that answer in slices between their turns, of others from outside. */
@NullMarked
package dev.weft.internal.debug;

import org.jspecify.annotations.NullMarked;

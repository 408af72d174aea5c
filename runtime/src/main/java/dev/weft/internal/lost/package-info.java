// SPDX-License-Identifier: Apache-2.0
/** Finds tasks that nobody can have go on, with the help of the garbage collector, and announces them. */
@NullMarked
package dev.weft.internal.lost;

import org.jspecify.annotations.NullMarked;

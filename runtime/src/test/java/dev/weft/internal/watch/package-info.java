// SPDX-License-Identifier: Apache-2.0
/** Tests of what finds loops that stall. */
@NullMarked
package dev.weft.internal.watch;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/** Reads only: suspension points, live values, frame layout, source locations, refusals. */
@NullMarked
package dev.weft.weave.analysis;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/** Writes only: dispatch switch, spill and restore, frame class. */
@NullMarked
package dev.weft.weave.codegen;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * Writes what an async method becomes, from what {@link dev.weft.weave.analysis} has found out: the entry, the body with its dispatch,
 * spill and restore, the door, and the frame class. Used by {@link dev.weft.weave} alone.
 */
@NullMarked
package dev.weft.weave.codegen;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * The weaver: class bytes in, woven bytes or diagnostics out. Its front door is {@link dev.weft.weave.Weaver}. Behind it is the
 * pipeline, the only part that knows all others: find, check, rewrite, analyse, lay out, emit.
 */
@NullMarked
package dev.weft.weave;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/** The weaver: class bytes in, woven bytes or diagnostics out. Front door: {@link dev.weft.weave.Weaver}. */
@NullMarked
package dev.weft.weave;

import org.jspecify.annotations.NullMarked;

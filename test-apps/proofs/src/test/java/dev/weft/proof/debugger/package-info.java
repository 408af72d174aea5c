// SPDX-License-Identifier: Apache-2.0
/** Proof 7: what a debugger sees of woven code, beside a blocking run of the same source, over all shapes. */
@NullMarked
package dev.weft.proof.debugger;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/** Proof 6: damaged class files. The weaver may refuse them; it never throws, hangs, or makes a good class a bad one. */
@NullMarked
package dev.weft.proof.mutated;

import org.jspecify.annotations.NullMarked;

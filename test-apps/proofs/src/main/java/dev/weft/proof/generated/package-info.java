// SPDX-License-Identifier: Apache-2.0
/**
 * Generated programs: random but valid Java with awaits wherever an expression can stand, woven and compared with the same
 * source as a blocking program. A seed is a program. Front doors: {@link dev.weft.proof.generated.Replay} for one of them,
 * {@link dev.weft.proof.generated.Prepare} and {@link dev.weft.proof.generated.RunPrograms} for many.
 */
@NullMarked
package dev.weft.proof.generated;

import org.jspecify.annotations.NullMarked;

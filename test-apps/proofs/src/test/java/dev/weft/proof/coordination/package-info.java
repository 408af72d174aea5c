// SPDX-License-Identifier: Apache-2.0
/**
 * Everything by which tasks coordinate, with a cancellation at every turn of every operation ({@link
 * dev.weft.proof.coordination.CoordinationIT}). A {@link dev.weft.proof.coordination.Scene} is a small use of one primitive by some
 * tasks; {@link dev.weft.proof.coordination.EveryTurn} runs it undisturbed, which counts its turns, and then once for each turn and task,
 * with that task cancelled there. After each run everything is counted.
 */
@NullMarked
package dev.weft.proof.coordination;

import org.jspecify.annotations.NullMarked;

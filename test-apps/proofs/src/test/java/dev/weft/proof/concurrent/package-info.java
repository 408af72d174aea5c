// SPDX-License-Identifier: Apache-2.0
/**
 * What several threads touch. Lincheck tries the orders in which their accesses can follow one another, and each of its reports is a schedule
 * that comes again ({@link dev.weft.proof.concurrent.InterleavingsIT}); jcstress lets real threads meet, with what the compilers and the
 * processor make of the code ({@link dev.weft.proof.concurrent.CollisionsIT}). The proofs whose subjects are package-private stand in the
 * package of those, {@code dev.weft.internal}.
 *
 * <p>What a build does is bounded; {@code -Dweft.concurrent=N} does N times as much.
 */
@NullMarked
package dev.weft.proof.concurrent;

import org.jspecify.annotations.NullMarked;

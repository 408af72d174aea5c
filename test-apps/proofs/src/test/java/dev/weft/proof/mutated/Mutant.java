// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.mutated;

/**
 * A damaged class file.
 *
 * @param seed what makes it again
 * @param mutation the kind of damage
 * @param name the internal name of the class that was damaged
 * @param classFile the bytes
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Mutant(long seed, String mutation, String name, byte[] classFile) {}

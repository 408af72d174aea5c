// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.analysis;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.AbstractInsnNode;

/**
 * A loop with suspension points in it. A resume enters it by its header and goes on from there to the point: a jump into the
 * middle would give the loop a second entry, and such irreducible loops are optimised badly, or not at all.
 *
 * @param header the first instruction of the loop, to which control comes at the start of every turn
 * @param types the verifier's types in front of the header
 * @param outer the next loop around this one, or null
 */
public record AwaitingLoop(
        AbstractInsnNode header,
        VerifierTypes.State types,
        @Nullable AwaitingLoop outer) {}

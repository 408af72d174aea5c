// SPDX-License-Identifier: Apache-2.0
/**
 * The runtime under stress: programs of data that are cancelled at every point of their run ({@link dev.weft.proof.stress.CancelIT}), many
 * loops and threads that meddle with one another ({@link dev.weft.proof.stress.RacesIT}), and sockets that are opened and lost in every way
 * ({@link dev.weft.proof.stress.DescriptorsIT}). After each run everything is counted: nothing may be lost, given twice or left behind. Each
 * test starts JVMs with the agent; what fails names a seed, and {@code -Dweft.stress=SEED} runs that one alone.
 */
@NullMarked
package dev.weft.proof.stress;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

import org.jspecify.annotations.Nullable;

/**
 * What a closed generator goes on with, so that its finally blocks run. Neither an exception nor an error, so that no handler that means
 * those catches it.
 */
public final class GeneratorClosed extends Throwable {
    private static final long serialVersionUID = 1;

    /** Thrown by an emit that came meanwhile, or kept for the close if the generator has emitted once more. */
    private transient @Nullable IllegalStateException refusal;

    GeneratorClosed() {
        super("The generator was closed", null, true, false);
    }

    /** Refuses an element: the first time by an exception at the emit, so that finally blocks run; then the generator is left there. */
    void refuseElement(ConsumedFrame<?> generator) {
        IllegalStateException before = refusal;
        if (before == null) {
            refusal = GeneratorRefusals.ofElement(generator);
            throw refusal;
        }
        refusal = GeneratorRefusals.ofElementAgain(generator, before);
    }

    @Nullable
    IllegalStateException refusal() {
        return refusal;
    }

    /** What was thrown meanwhile, and kept where something else went on: the first, which has the others as suppressed. */
    @Nullable
    Throwable kept() {
        Throwable first = refusal;
        for (Throwable kept : getSuppressed()) {
            if (first == null) {
                first = kept;
            } else if (first != kept) {
                first.addSuppressed(kept);
            }
        }
        return first;
    }
}

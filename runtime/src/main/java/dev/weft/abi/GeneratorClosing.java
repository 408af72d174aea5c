// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

import org.jspecify.annotations.Nullable;

/**
 * The close of a generator as an async call: runs its finally blocks in its own place, so that who awaits the close awaits the generator.
 */
final class GeneratorClosing extends ClosingFrame {
    private final ConsumedFrame<?> generator;
    private boolean hasBegun;

    GeneratorClosing(ConsumedFrame<?> generator) {
        super(generator);
        this.generator = generator;
    }

    @Override
    public @Nullable Object resume(Coroutine co) throws Throwable {
        if (hasBegun) {
            return co.resumed(); // of a generator that is none of ours
        }
        if (co.stepMustWait()) {
            return co.defer(this);
        }
        hasBegun = true;
        return generator.closeFor(this, co);
    }
}

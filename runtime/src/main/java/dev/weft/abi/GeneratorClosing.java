// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

import dev.weft.WaitDescription;
import org.jspecify.annotations.Nullable;

/**
 * The close of a generator as an async call: runs its finally blocks in its own place, so that who awaits the close awaits the generator.
 */
final class GeneratorClosing extends Frame<Void> {
    private final ConsumedFrame<?> generator;
    private boolean hasBegun;

    GeneratorClosing(ConsumedFrame<?> generator) {
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

    @Override
    protected boolean runsThoughCancelled() {
        return true;
    }

    @Override
    protected @Nullable String sources() {
        return null;
    }

    @Override
    public WaitDescription describe() {
        return WaitDescription.of("task", "which closes " + generator);
    }

    @Override
    public String toString() {
        return "task which closes " + generator;
    }
}

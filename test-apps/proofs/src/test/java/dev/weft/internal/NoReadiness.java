// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.Registration;
import dev.weft.spi.Readiness;
import dev.weft.spi.Watched;
import java.util.function.IntConsumer;

/** Readiness where there are no channels, and nothing but other threads to wait for. */
abstract class NoReadiness implements Readiness {
    @Override
    public final Registration watch(Watched what, int interest, IntConsumer onReady) {
        throw new UnsupportedOperationException("there are no channels here");
    }

    @Override
    public final void poll() {}

    @Override
    public final boolean isWatching() {
        return false;
    }

    @Override
    public final void close() {}
}

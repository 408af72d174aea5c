// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.stream;

import org.jspecify.annotations.Nullable;

/** What is thrown where more than one thing has failed: as of a try statement the first, which has the others as suppressed. */
final class Failures {
    private Failures() {}

    static Throwable join(@Nullable Throwable first, Throwable later) {
        if (first == null || first == later) {
            return later;
        }
        first.addSuppressed(later);
        return first;
    }
}

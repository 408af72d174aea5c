// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The rule that an operation is awaited once. */
final class SingleUse {
    private SingleUse() {}

    /** Returns the buffer of an operation, or says that its result was taken before. */
    static ByteBuffer check(@Nullable ByteBuffer buffer, String operation) {
        if (buffer == null) {
            throw new IllegalStateException(
                    "This " + operation + " was awaited before; call " + operation + "(...) again for another.");
        }
        return buffer;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.files;

import java.io.Serial;

/** Says why files cannot be woven where they are, and what to do instead. */
public final class RefusedException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    RefusedException(String message) {
        super(message);
    }
}

// SPDX-License-Identifier: Apache-2.0
package com.example;

import java.util.function.Supplier;

/** Code of a user, on a Java stack whose other methods are all the runtime's or the tests'. */
public final class Caller {
    private Caller() {}

    /** Calls. */
    public static <T> T call(Supplier<T> called) {
        return called.get();
    }
}

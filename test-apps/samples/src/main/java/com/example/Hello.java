// SPDX-License-Identifier: Apache-2.0
package com.example;

import dev.weft.Async;

/** The smallest program. */
public final class Hello {
    private Hello() {}

    /** Prints a greeting. */
    public static void main(String[] args) {
        System.out.println(greeting());
    }

    @Async
    static String greeting() {
        return "hello";
    }
}

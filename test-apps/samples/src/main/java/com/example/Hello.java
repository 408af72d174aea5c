// SPDX-License-Identifier: Apache-2.0
package com.example;

/** The smallest program. */
public final class Hello {
    private Hello() {}

    /** Prints a greeting. */
    public static void main(String[] args) {
        System.out.println(greeting());
    }

    static String greeting() {
        return "hello";
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.support;

/** How much of each proof this run does. */
public final class Scale {
    private Scale() {}

    /** Whether everything is run: {@code mvn verify -Pproofs}. */
    public static boolean isFull() {
        return System.getProperty("weft.proofs", "short").equals("full");
    }

    /** The first number in a short run, the second in a full one. */
    public static int of(int few, int many) {
        return isFull() ? many : few;
    }
}

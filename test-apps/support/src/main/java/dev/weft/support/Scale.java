// SPDX-License-Identifier: Apache-2.0
package dev.weft.support;

import java.nio.file.Path;
import java.util.stream.Stream;

/** How much of each proof this run does. */
public final class Scale {
    private Scale() {}

    /** Whether each proof is run: {@code mvn verify -Pproofs}, or more. */
    public static boolean isFull() {
        return scale().equals("full") || isExhaustive();
    }

    /** Whether the longest proofs leave nothing out: {@code mvn verify -Pproofs -Dweft.proofs=exhaustive}. */
    public static boolean isExhaustive() {
        return scale().equals("exhaustive");
    }

    private static String scale() {
        return System.getProperty("weft.proofs", "short");
    }

    /** Returns the JDKs that a proof runs on: that of the build, and in a full run the other one too. */
    public static Stream<Path> jdks() {
        return isFull() ? Jdks.available() : Stream.of(Jdks.current());
    }

    /** The first number in a short run, the second in a full one. */
    public static int of(int few, int many) {
        return of(few, many, many);
    }

    /** The first number in a short run, the second in a full one, the third in an exhaustive one. */
    public static int of(int few, int many, int all) {
        return isExhaustive() ? all : isFull() ? many : few;
    }
}

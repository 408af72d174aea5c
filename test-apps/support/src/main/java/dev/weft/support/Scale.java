// SPDX-License-Identifier: Apache-2.0
package dev.weft.support;

import java.nio.file.Path;
import java.util.stream.Stream;

/** How much of each proof this run does. */
public final class Scale {
    private Scale() {}

    /** Whether everything is run: {@code mvn verify -Pproofs}. */
    public static boolean isFull() {
        return System.getProperty("weft.proofs", "short").equals("full");
    }

    /** Returns the JDKs that a proof runs on: that of the build, and in a full run the other one too. */
    public static Stream<Path> jdks() {
        return isFull() ? Jdks.available() : Stream.of(Jdks.current());
    }

    /** The first number in a short run, the second in a full one. */
    public static int of(int few, int many) {
        return isFull() ? many : few;
    }
}

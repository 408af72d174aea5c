// SPDX-License-Identifier: Apache-2.0
package dev.weft.support;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInfo;

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

    /** Returns the value of {@code weft.proofs} for what does again the tests that this run does: a short one, unless nothing is left out. */
    public static String ofRepetition() {
        return isExhaustive() ? "exhaustive" : "short";
    }

    /** Returns the JDKs that a test runs on, for {@code @MethodSource}: those of {@link #jdksFor}. */
    public static Stream<Path> jdks(TestInfo test) {
        return jdksFor(nameOf(test));
    }

    /** Returns the JDKs that what has this name runs on: that of the build, in a full run one of both in turn, in an exhaustive one both. */
    public static Stream<Path> jdksFor(String name) {
        return isFull() ? inTurn(name, Jdks.available().toList()) : Stream.of(Jdks.current());
    }

    /**
     * Returns one of the ways to do the same, and prints which; in an exhaustive run all of them. Whose turn it is depends on the name alone: it is
     * the same in every run, and each way has its share of the names.
     */
    public static <T> Stream<T> inTurn(String name, List<T> ways) {
        if (isExhaustive()) {
            return ways.stream();
        }
        int hash = name.hashCode();
        T turn = ways.get(Math.floorMod(hash ^ hash >>> 16, ways.size()));
        System.out.println(name + ", in turn: " + turn);
        return Stream.of(turn);
    }

    /** Returns the name of a test by which it has its turn: that of its class and, if it is one, of its method. */
    public static String nameOf(TestInfo test) {
        String type = test.getTestClass().map(Class::getSimpleName).orElse("");
        return test.getTestMethod().map(method -> type + "." + method.getName()).orElse(type);
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

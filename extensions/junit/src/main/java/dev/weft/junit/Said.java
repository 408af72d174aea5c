// SPDX-License-Identifier: Apache-2.0
package dev.weft.junit;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * What annotations say for a test or for a class.
 *
 * @param nearestFirst that of the method, of its class, and of the classes around that; each may say nothing of a setting
 */
record Said(List<AsyncTest> nearestFirst) {
    /** Reads it. */
    static Said of(ExtensionContext context) {
        List<AsyncTest> nearestFirst = new ArrayList<>();
        context.getTestMethod()
                .flatMap(method -> AnnotationSupport.findAnnotation(method, AsyncTest.class))
                .ifPresent(nearestFirst::add);
        nearestFirst.addAll(onClasses(context));
        Said said = new Said(nearestFirst);
        said.check();
        return said;
    }

    /** Those that hold for all tests of a class. */
    static List<AsyncTest> onClasses(ExtensionContext context) {
        List<AsyncTest> nearestFirst = new ArrayList<>();
        Class<?> around = context.getTestClass().orElse(null);
        while (around != null) {
            AnnotationSupport.findAnnotation(around, AsyncTest.class).ifPresent(nearestFirst::add);
            around = AnnotationSupport.isAnnotated(around, Nested.class) ? around.getEnclosingClass() : null;
        }
        return nearestFirst;
    }

    boolean virtualTime() {
        return nearestFirst.stream()
                .map(AsyncTest::virtualTime)
                .filter(said -> said.length > 0)
                .map(said -> said[0])
                .findFirst()
                .orElse(true);
    }

    /** The number of seeds; 1 if nothing says it. */
    int seeds() {
        return nearestFirst.stream()
                .flatMapToInt(test -> IntStream.of(test.seeds()))
                .findFirst()
                .orElse(1);
    }

    /** The seed, or the first of several; empty if nothing says it. */
    OptionalLong seed() {
        return nearestFirst.stream()
                .flatMapToLong(test -> LongStream.of(test.seed()))
                .map(seed -> seed == AsyncTest.DRAWN ? draw() : seed)
                .findFirst();
    }

    /** The limit; empty if nothing says it. */
    String timeout() {
        return nearestFirst.stream()
                .map(AsyncTest::timeout)
                .filter(said -> !said.isBlank())
                .findFirst()
                .orElse("");
    }

    /** A seed that is short enough to be typed. */
    static long draw() {
        return ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);
    }

    private void check() {
        boolean mayHaveSeeds = virtualTime();
        for (AsyncTest said : nearestFirst) {
            if (said.seed().length > 1 || said.seeds().length > 1 || said.virtualTime().length > 1) {
                throw new IllegalArgumentException(said + ": seed, seeds and virtualTime take one value each");
            }
            int seeds = IntStream.of(said.seeds()).findFirst().orElse(1);
            if (seeds < 1) {
                throw new IllegalArgumentException(
                        "seeds = " + seeds + " of @AsyncTest: a test runs under one seed or more");
            }
            if (!mayHaveSeeds && seeds + said.seed().length > 1) {
                throw new IllegalArgumentException(
                        "virtualTime = false and seeds of @AsyncTest: a real loop has no seed. Leave one out, or say"
                                + " virtualTime = true beside the seeds");
            }
            mayHaveSeeds |= said.virtualTime().length > 0; // what stands farther away is for other tests
        }
    }
}

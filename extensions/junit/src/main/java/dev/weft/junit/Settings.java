// SPDX-License-Identifier: Apache-2.0
package dev.weft.junit;

import java.lang.reflect.AnnotatedElement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * What holds for a test or for a class.
 *
 * @param seeds those to run under, in this order
 * @param virtualTime whether time is virtual
 * @param timeout how long it may take
 */
record Settings(List<Long> seeds, boolean virtualTime, Duration timeout) {
    private static final String SEED = "weft.seed";
    private static final String SEED_VARIABLE = "WEFT_SEED";
    private static final String TIMEOUT = "weft.timeout";
    private static final String DEFAULT_TIMEOUT = "60 s";

    /** Reads what stands at the method, at its class, at the classes around that, and in the configuration. */
    static Settings of(ExtensionContext context) {
        List<AsyncTest> said = said(context);
        boolean virtualTime = said.stream().allMatch(AsyncTest::virtualTime);
        String timeout = said.stream()
                .map(AsyncTest::timeout)
                .filter(text -> !text.isBlank())
                .findFirst()
                .orElseGet(() -> context.getConfigurationParameter(TIMEOUT).orElse(DEFAULT_TIMEOUT));
        return new Settings(virtualTime ? seeds(said, context) : List.of(), virtualTime, TimeText.parse(timeout));
    }

    private static List<AsyncTest> said(ExtensionContext context) {
        List<AsyncTest> said = new ArrayList<>();
        context.getTestMethod().ifPresent(method -> add(method, said));
        Class<?> around = context.getTestClass().orElse(null);
        while (around != null) {
            add(around, said);
            around = around.getEnclosingClass();
        }
        return said;
    }

    private static void add(AnnotatedElement element, List<AsyncTest> to) {
        AnnotationSupport.findAnnotation(element, AsyncTest.class).ifPresent(to::add);
    }

    private static List<Long> seeds(List<AsyncTest> said, ExtensionContext context) {
        String asked = context.getConfigurationParameter(SEED).orElseGet(() -> System.getenv(SEED_VARIABLE));
        if (asked != null) {
            return List.of(number(asked));
        }
        int count = said.stream()
                .mapToInt(AsyncTest::seeds)
                .filter(seeds -> seeds != 0)
                .findFirst()
                .orElse(1);
        if (count < 1) {
            throw new IllegalArgumentException(
                    "seeds = " + count + " of @AsyncTest: a test runs under one seed or more");
        }
        long first = said.stream()
                .mapToLong(AsyncTest::seed)
                .filter(seed -> seed != AsyncTest.DRAWN)
                .findFirst()
                .orElseGet(() -> count > 1 ? 1 : draw());
        return LongStream.range(first, first + count).boxed().toList();
    }

    private static long number(String seed) {
        try {
            return Long.parseLong(seed.trim());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(SEED + " is to be a whole number, and is " + seed, e);
        }
    }

    /** Short enough to be typed. */
    private static long draw() {
        return ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);
    }
}

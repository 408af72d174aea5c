// SPDX-License-Identifier: Apache-2.0
package dev.weft.junit;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;

/**
 * The runs of one test under several seeds, one after the other, as long as none has failed: so the one that fails has the smallest seed of
 * those.
 *
 * <p>Where another annotation beside {@link AsyncTest} has the test run, such as {@code @ParameterizedTest}, JUnit has that run it once,
 * before or after those of this. These runs are the ones under the first seed, or under the last.
 */
final class SeedInvocations {
    private final List<Long> seeds;
    private final boolean othersAreFirst;
    private volatile boolean hasFailed;
    private volatile boolean isOver;

    SeedInvocations(List<Long> seeds, boolean othersAreFirst) {
        this.seeds = seeds;
        this.othersAreFirst = othersAreFirst;
    }

    /** The seed from which on all are tried. */
    long first() {
        return seeds.get(0);
    }

    /** The seed of a run that JUnit has another annotation make. */
    long seedOfOthers() {
        return seeds.get(othersAreFirst ? 0 : seeds.size() - 1);
    }

    /** A run has failed. */
    void failed() {
        hasFailed = true;
    }

    /** Whether a run that JUnit has another annotation make has a seed behind one that has failed. */
    boolean isOver() {
        return isOver;
    }

    /** JUnit takes a run from the stream when the one before has ended, unless it runs tests at the same time. */
    Stream<TestTemplateInvocationContext> alone() {
        return whileNoneFails(seeds).map(seed -> new Run(seed, "seed " + seed));
    }

    /** The one run of a test that has one seed, or none in real time. */
    static Stream<TestTemplateInvocationContext> once(@Nullable Long seed, String displayName) {
        return Stream.of(new Run(seed, displayName));
    }

    /** What other annotations have run, under all seeds but that for which JUnit has them do it. */
    Stream<TestTemplateInvocationContext> besideOthers(ExtensionContext context) {
        int from = othersAreFirst ? 1 : 0;
        List<Long> ours = seeds.subList(from, from + seeds.size() - 1);
        Stream<TestTemplateInvocationContext> runs = whileNoneFails(ours)
                .flatMap(seed -> OtherTemplates.of(context)
                        .map(other -> new RunOfOther(other, new Run(seed, ", seed " + seed))));
        return runs.onClose(() -> isOver = hasFailed && !othersAreFirst);
    }

    private Stream<Long> whileNoneFails(List<Long> tried) {
        return tried.stream().takeWhile(seed -> !hasFailed);
    }

    private record Run(@Nullable Long seed, String name) implements TestTemplateInvocationContext, BeforeEachCallback {
        @Override
        public String getDisplayName(int invocationIndex) {
            return name;
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(this);
        }

        @Override
        public void beforeEach(ExtensionContext context) {
            TestLoops.seed(context, seed);
        }
    }

    private record RunOfOther(TestTemplateInvocationContext other, Run run) implements TestTemplateInvocationContext {
        @Override
        public String getDisplayName(int invocationIndex) {
            return other.getDisplayName(invocationIndex) + run.name;
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            List<Extension> all = new ArrayList<>(other.getAdditionalExtensions());
            all.add(run);
            return all;
        }

        /** Called by JUnit from 5.13 on, and there the other has it. */
        @Override
        public void prepareInvocation(ExtensionContext context) {
            other.prepareInvocation(context);
        }
    }
}

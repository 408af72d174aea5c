// SPDX-License-Identifier: Apache-2.0
package dev.weft.junit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestWatcher;

/** The runs of one test, one for each seed, as long as none has failed: so the one that fails has the smallest seed of those. */
final class SeedInvocations {
    private final AtomicBoolean hasFailed = new AtomicBoolean();

    /** JUnit takes a run from the stream when the one before has ended, unless it runs tests at the same time. */
    Stream<TestTemplateInvocationContext> of(Settings settings, String displayName) {
        List<Long> seeds = settings.seeds();
        return seeds.size() > 1
                ? whileNoneFails(seeds).map(seed -> new Run(seed, "seed " + seed))
                : Stream.of(new Run(seeds.isEmpty() ? null : seeds.get(0), displayName));
    }

    /** What other annotations have run, such as {@code @ParameterizedTest}, under all seeds but the first: they run that by themselves. */
    Stream<TestTemplateInvocationContext> ofOthers(Settings settings, ExtensionContext context) {
        List<Long> seeds = settings.seeds();
        return whileNoneFails(seeds.subList(1, seeds.size()))
                .flatMap(seed -> OtherTemplates.of(context)
                        .map(other -> new RunOfOther(other, new Run(seed, ", seed " + seed))));
    }

    private Stream<Long> whileNoneFails(List<Long> seeds) {
        return seeds.stream().takeWhile(seed -> !hasFailed.get());
    }

    private final class Run implements TestTemplateInvocationContext, BeforeEachCallback, TestWatcher {
        private final @Nullable Long seed;
        private final String name;

        Run(@Nullable Long seed, String name) {
            this.seed = seed;
            this.name = name;
        }

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

        @Override
        public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
            hasFailed.set(true);
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

// SPDX-License-Identifier: Apache-2.0
package dev.weft.junit;

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
                ? seeds.stream().takeWhile(seed -> !hasFailed.get()).map(seed -> new Run(seed, "seed " + seed))
                : Stream.of(new Run(seeds.isEmpty() ? null : seeds.get(0), displayName));
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
}

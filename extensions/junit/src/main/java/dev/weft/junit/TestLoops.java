// SPDX-License-Identifier: Apache-2.0
package dev.weft.junit;

import dev.weft.EventLoop;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;

/** The loop of each test, and that of the methods which run before and after all tests of a class. Made when it is first needed. */
final class TestLoops {
    private static final Namespace NAMESPACE = Namespace.create(AsyncTest.class);

    private TestLoops() {}

    /** Has a test run under a seed. */
    static void seed(ExtensionContext test, @Nullable Long seed) {
        store(test).put(seedOf(test), seed);
    }

    /** Has the runs of a test template be those. */
    static void seeds(ExtensionContext template, SeedInvocations seeds) {
        store(template).put(seedsOf(template), seeds);
    }

    /** The runs of a test template under several seeds; null if it has one. */
    static @Nullable SeedInvocations seeds(ExtensionContext template) {
        return store(template).get(seedsOf(template), SeedInvocations.class);
    }

    /** Those to which a run belongs; null if it is none of several. */
    static @Nullable SeedInvocations seedsAround(ExtensionContext run) {
        return run.getParent().map(TestLoops::seeds).orElse(null);
    }

    /** The loop of a test or class; made by the first call. */
    static TestLoop get(ExtensionContext context) {
        TestLoop loop = find(context);
        if (loop == null) {
            loop = make(context);
            store(context).put(loopOf(context), loop);
        }
        return loop;
    }

    /** The loop of a test or class; null if it has not needed any. */
    static @Nullable TestLoop find(ExtensionContext context) {
        return store(context).get(loopOf(context), TestLoop.class);
    }

    private static TestLoop make(ExtensionContext context) {
        Settings settings = Settings.of(context);
        SeedInvocations seeds = seedsAround(context);
        Long seed = store(context).get(seedOf(context), Long.class);
        if (seed == null) {
            seed = seeds == null ? settings.oneSeed() : Long.valueOf(seeds.seedOfOthers());
        }
        EventLoop loop = seed == null ? EventLoop.create() : EventLoop.simulated(seed);
        return new TestLoop(loop, settings, Replay.of(context, seed, seeds));
    }

    private static Store store(ExtensionContext context) {
        return context.getStore(NAMESPACE);
    }

    /** A store answers with what those around it have, too. */
    private static String loopOf(ExtensionContext context) {
        return "loop of " + context.getUniqueId();
    }

    private static String seedsOf(ExtensionContext template) {
        return "seeds of " + template.getUniqueId();
    }

    private static String seedOf(ExtensionContext context) {
        return "seed of " + context.getUniqueId();
    }
}

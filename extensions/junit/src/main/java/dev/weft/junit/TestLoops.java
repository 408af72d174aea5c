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
        Long seed = store(context).get(seedOf(context), Long.class);
        if (seed == null && settings.virtualTime()) {
            seed = settings.seeds().get(0);
        }
        EventLoop loop = seed == null ? EventLoop.create() : EventLoop.simulated(seed);
        return new TestLoop(loop, settings, Replay.of(context, seed, settings.seeds()));
    }

    private static Store store(ExtensionContext context) {
        return context.getStore(NAMESPACE);
    }

    /** A store answers with what those around it have, too. */
    private static String loopOf(ExtensionContext context) {
        return "loop of " + context.getUniqueId();
    }

    private static String seedOf(ExtensionContext context) {
        return "seed of " + context.getUniqueId();
    }
}

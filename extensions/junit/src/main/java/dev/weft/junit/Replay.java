// SPDX-License-Identifier: Apache-2.0
package dev.weft.junit;

import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.IncompleteExecutionException;

/** How to run a test again under the same seed: what a failure says last. */
final class Replay extends Exception {
    private static final long serialVersionUID = 1;

    private Replay(String message) {
        super(message, null, false, false);
    }

    /** Makes it for a test or a class; without a seed there is nothing to say. */
    static @Nullable Replay of(ExtensionContext context, @Nullable Long seed, List<Long> tried) {
        if (seed == null) {
            return null;
        }
        String least = tried.size() > 1 ? ", the first to fail from " + tried.get(0) + " on" : "";
        return new Replay("seed " + seed + least + "; again: " + command(context, seed));
    }

    /** Adds it to a failure. */
    static void add(@Nullable Replay replay, Throwable failure) {
        boolean isSkipped = failure instanceof IncompleteExecutionException; // by an assumption
        if (replay != null && !isSkipped && !List.of(failure.getSuppressed()).contains(replay)) {
            failure.addSuppressed(replay);
        }
    }

    private static String command(ExtensionContext context, long seed) {
        String type = context.getTestClass().map(Class::getName).orElse("");
        String method = context.getTestMethod().map(Method::getName).orElse("");
        if (System.getProperty("surefire.test.class.path") != null
                || System.getProperty("surefire.real.class.path") != null) {
            return "mvn test -Dweft.seed=" + seed + " -Dtest='" + type + (method.isEmpty() ? "" : '#' + method) + "'";
        }
        if (System.getProperty("org.gradle.test.worker") != null) {
            return "WEFT_SEED=" + seed + " gradle test --tests '" + type + (method.isEmpty() ? "" : '.' + method) + "'";
        }
        return "java -Dweft.seed=" + seed + ", and " + type + (method.isEmpty() ? "" : '#' + method);
    }
}

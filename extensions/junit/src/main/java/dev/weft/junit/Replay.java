// SPDX-License-Identifier: Apache-2.0
package dev.weft.junit;

import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.opentest4j.IncompleteExecutionException;

/** How to run a test again under the same seed: what a failure says last. */
final class Replay extends Exception {
    private static final long serialVersionUID = 1;

    private Replay(String message) {
        super(message, null, false, false);
    }

    /** Makes it for a test or a class; without a seed there is nothing to say. */
    static @Nullable Replay of(ExtensionContext context, @Nullable Long seed, @Nullable SeedInvocations seeds) {
        if (seed == null) {
            return null;
        }
        String least = seeds != null && seeds.first() < seed && context.getExecutionMode() == ExecutionMode.SAME_THREAD
                ? ", the first to fail from " + seeds.first() + " on"
                : "";
        return new Replay("seed " + seed + least + "; to run it again:\n" + command(context, seed));
    }

    /** Adds it to a failure, once. */
    void addTo(Throwable failure) {
        if (failure instanceof TestFailure ours) {
            ours.add(this);
        } else if (!(failure instanceof IncompleteExecutionException) // which only skips the test
                && !List.of(failure.getSuppressed()).contains(this)) {
            failure.addSuppressed(this);
        }
    }

    private static String command(ExtensionContext context, long seed) {
        String type = context.getTestClass().map(Class::getName).orElse("");
        String method = context.getTestMethod().map(Method::getName).orElse("");
        Path folder = Path.of(""); // that of the project, also where an IDE runs the tests
        if (Files.exists(folder.resolve("pom.xml"))) {
            return "mvn test -Dweft.seed=" + seed + " -Dtest='" + joined(type, '#', method) + "'";
        }
        if (Files.exists(folder.resolve("build.gradle")) || Files.exists(folder.resolve("build.gradle.kts"))) {
            return "WEFT_SEED=" + seed + " gradle test --tests '" + joined(type, '.', method) + "'";
        }
        return joined(type, '#', method) + " with -Dweft.seed=" + seed;
    }

    private static String joined(String type, char separator, String method) {
        return method.isEmpty() ? type : type + separator + method;
    }
}

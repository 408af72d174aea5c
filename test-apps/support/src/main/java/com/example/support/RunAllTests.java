// SPDX-License-Identifier: Apache-2.0
package com.example.support;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.platform.engine.discovery.ClassNameFilter;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * Runs tests of a module once more, in a JVM of its own, whose arguments name a folder of compiled tests and a pattern for the names of classes.
 * Exits with 1 if a test fails or none is found. Who starts it has JUnit's launcher on its class path. In
 * no package of ours: tests look for those in stack traces, and this is below all of them.
 */
public final class RunAllTests {
    private static final String FAILED = "FAILED ";

    private static boolean running;

    private RunAllTests() {}

    /** Whether this JVM repeats what that of the build does. */
    public static boolean isRunning() {
        return running;
    }

    /** What stands in the message of the test that has started it: of a build, often nothing else is kept. */
    public static String failures(String output) {
        List<String> lines = output.lines().toList();
        List<String> failed =
                lines.stream().filter(line -> line.startsWith(FAILED)).toList();
        List<String> told = failed.isEmpty() ? lines.subList(Math.max(0, lines.size() - 20), lines.size()) : failed;
        return String.join("\n", told) + '\n';
    }

    /** Runs them. */
    public static void main(String[] args) {
        running = true;
        TestExecutionSummary summary = run(Path.of(args[0]), args[1]);
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        summary.printFailuresTo(out, Integer.MAX_VALUE);
        summary.getFailures()
                .forEach(failure -> out.println(FAILED
                        + failure.getTestIdentifier().getUniqueId()
                        + ": "
                        + failure.getException().toString().lines().findFirst().orElse("")));
        out.printf(
                "On JDK %s: %d tests found, %d passed, %d failed, %d skipped%n",
                Runtime.version(),
                summary.getTestsFoundCount(),
                summary.getTestsSucceededCount(),
                summary.getTestsFailedCount(),
                summary.getTestsSkippedCount() + summary.getTestsAbortedCount());
        // Not only the tests: a failing @BeforeAll counts as a failure of its container.
        boolean passed = summary.getTotalFailureCount() == 0 && summary.getTestsSucceededCount() > 0;
        System.exit(passed ? 0 : 1);
    }

    private static TestExecutionSummary run(Path testClasses, String tested) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClasspathRoots(Set.of(testClasses)))
                .filters(ClassNameFilter.includeClassNamePatterns(tested))
                .filters(ClassNameFilter.excludeClassNamePatterns(".*\\.(OtherJdk|CompiledWeaving)Test"))
                .build();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, listener);
        return listener.getSummary();
    }
}

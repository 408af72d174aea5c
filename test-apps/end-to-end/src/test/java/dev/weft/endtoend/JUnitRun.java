// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** A program that runs classes with tests, or single methods as {@code class#method}, as build tools and IDEs do: each argument names some, with commas between. */
final class JUnitRun {
    private static final int TRACE_LINES = 100;

    private JUnitRun() {}

    public static void main(String[] runs) {
        for (String tests : runs) {
            run(tests.split(","));
        }
    }

    private static void run(String[] tests) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(Arrays.stream(tests)
                        .map(test -> test.contains("#") ? selectMethod(test) : selectClass(test))
                        .toList())
                .build();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, listener);
        TestExecutionSummary summary = listener.getSummary();
        summary.printFailuresTo(new PrintWriter(System.out, true, StandardCharsets.UTF_8), TRACE_LINES);
        System.out.println(
                summary.getTestsSucceededCount() + " succeeded, " + summary.getTestsFailedCount() + " failed");
    }
}

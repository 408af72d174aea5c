// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.libraries;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.ClassNameFilter;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs the tests in a jar: {@code SuiteRun tests.jar results pattern}. Started in a JVM of its own. A line of the results is {@code
 * id<TAB>outcome<TAB>failure} for each test and each container that was run or skipped; the last line is the number of
 * suspensions.
 */
final class SuiteRun implements TestExecutionListener {
    /**
     * Tests that are left out of both runs, by a part of their name: they take gigabytes, or sleep, or make very many calls and
     * take minutes.
     */
    private static final Set<String> LEFT_OUT = Set.of(
            "PerformanceTest#",
            "HugeLength",
            "OutOfMemory",
            "BeyondMaxBufferSize",
            "Base64Test#testCodec265",
            "BeiderMorseEncoderTest#testAllChars",
            "BeiderMorseEncoderTest#testSpeedCheck",
            "DoubleFormatTest#testPlain_localeFormatComparison",
            "ExtendedMessageFormatTest#test",
            "StringSubstitutorTest#testReplaceWeirdPattens",
            "DurationFormatUtilsTest#testFourYears",
            "DurationFormatUtilsTest#testLowDurations",
            "EqualsBuilderTest#testRetention",
            "FastDateParserTest#testTzParses",
            "FastDateParser_TimeZoneStrategyTest#",
            "Java15BugFastDateParserTest#",
            "LockingVisitorsTest#",
            "OssFuzzTest#");

    private final List<String> results = Collections.synchronizedList(new ArrayList<>());

    private SuiteRun() {}

    public static void main(String[] args) throws IOException {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClasspathRoots(Set.of(Path.of(args[0]))))
                .filters(ClassNameFilter.includeClassNamePatterns(args[2]))
                .filters((PostDiscoveryFilter) SuiteRun::isRun)
                .build();
        SuiteRun run = new SuiteRun();
        LauncherFactory.create().execute(request, run);
        run.results.add(Long.toString(Points.suspensions()));
        Files.write(Path.of(args[1]), run.results);
        System.exit(0); // whatever threads the tests have left
    }

    private static FilterResult isRun(TestDescriptor test) {
        String method = test.getSource()
                .filter(MethodSource.class::isInstance)
                .map(MethodSource.class::cast)
                .map(source -> source.getClassName() + "#" + source.getMethodName())
                .orElse("");
        return FilterResult.includedIf(LEFT_OUT.stream().noneMatch(method::contains));
    }

    /** Each test suspends where it would if it were run alone. */
    @Override
    public void executionStarted(TestIdentifier test) {
        Points.restart(test.getUniqueId().hashCode());
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        add(test, "SKIPPED", "");
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (test.isTest() || result.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
            add(
                    test,
                    result.getStatus().toString(),
                    result.getThrowable().map(SuiteRun::firstLines).orElse(""));
        }
    }

    private static String firstLines(Throwable failure) {
        StringBuilder lines = new StringBuilder(failure.toString());
        for (StackTraceElement element : failure.getStackTrace()) {
            lines.append(" at ").append(element);
        }
        return lines.substring(0, Math.min(lines.length(), 2000));
    }

    private void add(TestIdentifier test, String outcome, String failure) {
        results.add(oneLine(test.getUniqueId()) + "\t" + outcome + "\t" + oneLine(failure));
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ");
    }
}

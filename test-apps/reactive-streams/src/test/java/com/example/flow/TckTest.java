// SPDX-License-Identifier: Apache-2.0
package com.example.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Weft;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.reactivestreams.tck.TestEnvironment;
import org.testng.ITestNGListener;
import org.testng.ITestResult;
import org.testng.TestListenerAdapter;
import org.testng.TestNG;

/** Runs the Reactive Streams TCK, whose tests are TestNG's, in both directions. */
class TckTest {
    /** How long the TCK waits for what has to come: longer than a busy machine takes. */
    private static final long PATIENCE = 3000;

    /** How long it looks whether nothing comes that must not. */
    private static final long SILENCE = 50;

    private static final long POLL = 10;

    static TestEnvironment environment() {
        return new TestEnvironment(PATIENCE, SILENCE, POLL);
    }

    private static TestListenerAdapter run(Class<?> tests) {
        TestListenerAdapter results = new TestListenerAdapter();
        TestNG testng = new TestNG(false);
        testng.setUseDefaultListeners(false);
        testng.setVerbose(0);
        testng.setTestClasses(new Class<?>[] {tests});
        testng.addListener((ITestNGListener) results);
        testng.run();
        return results;
    }

    private static void assertPasses(Class<?> tests, int count) {
        TestListenerAdapter results = run(tests);
        assertEquals(
                List.of(),
                results.getFailedTests().stream()
                        .map(failed -> failed.getName() + ": " + failed.getThrowable())
                        .toList());
        assertEquals(
                List.of(),
                results.getSkippedTests().stream()
                        .map(ITestResult::getName)
                        .filter(name -> !name.startsWith("untested_"))
                        .toList(),
                "skipped, though the TCK tests them");
        assertEquals(
                count,
                results.getPassedTests().size(),
                () -> results.getPassedTests().stream()
                        .map(ITestResult::getName)
                        .collect(Collectors.joining("\n")));
    }

    @Test
    void isWoven() {
        assertTrue(Weft.isWoven(Numbers.class));
    }

    @Test
    void aPublisherOfGeneratorsKeepsTheRules() {
        assertPasses(PublisherTck.class, 31);
    }

    @Test
    void aGeneratorOfAPublisherKeepsTheRulesForSubscribersSeenFromOutside() {
        assertPasses(SubscriberTck.class, 11);
    }

    @Test
    void aGeneratorOfAPublisherKeepsTheRulesForSubscribers() {
        assertPasses(WhiteboxSubscriberTck.class, 14);
    }
}

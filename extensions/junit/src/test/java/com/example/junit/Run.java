// SPDX-License-Identifier: Apache-2.0
package com.example.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** A run of JUnit inside a test: what each test of a class has come to. */
final class Run implements TestExecutionListener {
    private final List<String> ends = new ArrayList<>();
    private final Map<String, Throwable> failures = new LinkedHashMap<>();

    private Run() {}

    /** Runs the tests of a class, with configuration parameters as {@code name=value}. */
    static Run of(Class<?> tests, String... parameters) {
        return of(selectClass(tests), parameters);
    }

    /** Runs the tests of a class that has this name. */
    static Run ofNamed(String tests) {
        return of(selectClass(tests));
    }

    /** Runs one test, given the types of its parameters with commas in between. */
    static Run ofMethod(Class<?> tests, String name, String types) {
        return of(selectMethod(tests, name, types));
    }

    private static Run of(DiscoverySelector tests, String... parameters) {
        LauncherDiscoveryRequestBuilder request = LauncherDiscoveryRequestBuilder.request();
        request.selectors(tests);
        for (String parameter : parameters) {
            String[] parts = parameter.split("=", 2);
            request.configurationParameter(parts[0], parts[1]);
        }
        LauncherDiscoveryRequest built = request.build();
        Run run = new Run();
        LauncherFactory.create().execute(built, run);
        return run;
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (test.isTest()) {
            ends.add(test.getDisplayName() + " " + result.getStatus());
        }
        result.getThrowable().ifPresent(failure -> failures.put(test.getDisplayName(), failure));
    }

    /** Name and end of each test, sorted. */
    List<String> ends() {
        return ends.stream().sorted().toList();
    }

    /** What all containers and tests have failed with that have failed. */
    List<Throwable> failures() {
        return List.copyOf(failures.values());
    }

    /** What the one container or test has failed with that has failed. */
    Throwable failure() {
        assertEquals(1, failures.size(), failures::toString);
        return failures.values().iterator().next();
    }

    /** The lines that the trace of the failure ends with: what is suppressed there. */
    List<String> suppressed() {
        return List.of(failure().getSuppressed()).stream()
                .map(Throwable::getMessage)
                .toList();
    }
}

// SPDX-License-Identifier: Apache-2.0
package com.example.loops;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.semantics.Schedules;
import dev.weft.internal.SimulatedOn;
import dev.weft.support.Built;
import dev.weft.support.Scale;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.discovery.ClassNameFilter;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * The tests of what tasks coordinate by, and of structured concurrency, once more: their simulated loops keep their virtual time and their
 * seeds, and make their turns on the thread of somebody else. A class of tests is repeated on one of these in turn, in an exhaustive run on each.
 */
@Timeout(600)
@SuppressWarnings("try") // while it is open, loops are made elsewhere
class CoordinationTest {
    private static final String TESTS =
            "com\\.example\\.semantics\\.(sync\\..*|AsCompleted|Cancel.*|Gather|Permits|Race|Shield|Stages|TaskGroup|TaskGroupInTry"
                    + "|TaskLife|TimeoutScope|WaitFor)Test";

    /** So many of them there are at least on all owners, and so many turns: fewer would be found if they moved, or ran elsewhere. */
    private static final int LEAST = 500;

    private static final int LEAST_TURNS = 50_000;

    private static final AtomicInteger TURNS = new AtomicInteger();
    private static final AtomicLong SUCCEEDED = new AtomicLong();

    /** Else they would do all that the targets have done in this run. */
    @BeforeAll
    static void doAsMuchAsARepetition() {
        System.setProperty("weft.proofs", Scale.ofRepetition());
    }

    @ParameterizedTest
    @EnumSource
    void passesOnTheThreadOf(Owner owner) {
        try (Owner.Running running = owner.start();
                SimulatedOn simulated = SimulatedOn.executors(() -> counting(running.executor()))) {
            TestExecutionSummary summary = run(owner);
            StringWriter text = new StringWriter();
            summary.printFailuresTo(new PrintWriter(text), 20);
            assertTrue(summary.getTotalFailureCount() == 0, text::toString);
            assertTrue(summary.getTestsSucceededCount() > 0, text::toString);
            SUCCEEDED.addAndGet(summary.getTestsSucceededCount());
        }
    }

    @AfterAll
    static void enoughHasBeenRun() {
        assertTrue(SUCCEEDED.get() >= LEAST, SUCCEEDED + " tests");
        assertTrue(TURNS.get() >= LEAST_TURNS, TURNS + " turns");
    }

    private static Executor counting(Executor executor) {
        return turn -> {
            TURNS.incrementAndGet();
            executor.execute(turn);
        };
    }

    private static boolean isOn(Owner owner, String tests) {
        return Scale.inTurn(tests, List.of(Owner.values())).anyMatch(owner::equals);
    }

    private static TestExecutionSummary run(Owner owner) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClasspathRoots(Set.of(Built.placeOf(Schedules.class))))
                .filters((ClassNameFilter) name -> FilterResult.includedIf(name.matches(TESTS) && isOn(owner, name)))
                .build();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, listener);
        return listener.getSummary();
    }
}

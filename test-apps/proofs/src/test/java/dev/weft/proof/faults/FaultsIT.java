// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.support.LogRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** No allocation that fails leaves a task without an end, or a loop dead (contract 19). */
class FaultsIT {
    /** Bounds a run that hangs; one that does not takes some milliseconds. */
    private static final int PATIENCE_MILLIS = 20_000;

    @Test
    void everyTaskEndsWhicheverAllocationFails() throws Exception {
        assertEveryTaskEnds(() -> new OutOfMemoryError("injected"));
    }

    @Test
    void everyTaskEndsWhereverTheStackOverflows() throws Exception {
        assertEveryTaskEnds(() -> new StackOverflowError("injected"));
    }

    private static void assertEveryTaskEnds(Supplier<Error> fault) throws Exception {
        Class<?> program = new FaultLoader(FaultProgram.class).loadClass(FaultProgram.class.getName());
        List<String> wrong = new ArrayList<>();
        try (LogRecords log = new LogRecords()) {
            run(program, 0, fault); // loads all classes
            int allocations = run(program, 0, fault);
            assertTrue(allocations > 200, "allocations: " + allocations);
            for (int at = 1; at <= allocations; at++) {
                String failed = failure(program, at, fault);
                if (failed != null) {
                    wrong.add(at + " of " + allocations + ": " + failed);
                }
            }
            assertEquals(List.of(), wrong, () -> log.messages().toString());
        }
    }

    private static int run(Class<?> program, int at, Supplier<Error> fault) throws Exception {
        Runnable fresh = (Runnable) program.getDeclaredConstructor().newInstance();
        FaultPoint.arm(at, fault);
        try {
            fresh.run();
        } finally {
            at = FaultPoint.disarm();
        }
        return at;
    }

    private static @Nullable String failure(Class<?> program, int at, Supplier<Error> fault)
            throws InterruptedException {
        String[] result = {"hangs"};
        Thread runner = new Thread(() -> {
            try {
                run(program, at, fault);
                result[0] = "";
            } catch (Throwable thrown) {
                result[0] = thrown.toString();
            }
        });
        runner.setDaemon(true);
        runner.start();
        runner.join(PATIENCE_MILLIS);
        return result[0].isEmpty() ? null : result[0];
    }
}

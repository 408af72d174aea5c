// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.concurrent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.support.FullRun;
import dev.weft.support.Jdks;
import dev.weft.support.Jvm;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Inbox, timers, channels, events, mutex, semaphore and pool do in every order that Lincheck tries what a model of a few lines does (decision
 * 35). On one JDK: what is tried is the orders of the accesses, which are those of the code.
 */
class InterleavingsIT {
    @Test
    @FullRun
    void eachOrderOfTheAccessesIsExplained() throws Exception {
        List<String> command = List.of(
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Interleavings.class.getName(),
                Integer.toString(Integer.getInteger("weft.concurrent", 1)));
        String output = Jvm.run(Jdks.current(), command).output();
        assertEquals(
                List.of(),
                output.lines().filter(line -> line.startsWith("failed\t")).toList(),
                output);
        assertTrue(output.lines().anyMatch(line -> line.equals("passed\t" + Interleavings.CHECKS)), output);
    }
}

// SPDX-License-Identifier: Apache-2.0
package com.example.targets;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.example.support.RunAllTests;
import dev.weft.support.Built;
import dev.weft.support.Jdks;
import dev.weft.support.Jvm;
import dev.weft.support.Scale;
import dev.weft.support.Subprocess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs every other test of this module once more, on the other JDK that woven code must run on: as in a short run, unless nothing is left out. */
class OtherJdkTest {
    @Test
    void passesAllTestsOfThisModule() throws Exception {
        Path otherJdk = Jdks.requireOther();
        List<String> arguments = new ArrayList<>();
        arguments.add("-XX:TieredStopAtLevel=1"); // most of it is run once, and C2 would take half of the time
        arguments.add(Built.agentOption());
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("weft."))
                .forEach(name -> arguments.add("-D" + name + "=" + System.getProperty(name)));
        arguments.add("-Dweft.proofs=" + Scale.ofRepetition()); // the last one counts
        arguments.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                RunAllTests.class.getName(),
                Built.placeOf(OtherJdkTest.class).toString(),
                "com\\.example\\..*Test"));
        Subprocess.Result result = Jvm.run(otherJdk, arguments);
        System.out.print(result.output());
        assertEquals(0, result.exitCode(), () -> otherJdk + ": " + RunAllTests.failures(result.output()));
    }
}

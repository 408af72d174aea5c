// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.example.support.RunAllTests;
import dev.weft.support.Built;
import dev.weft.support.Epoll;
import dev.weft.support.Jvm;
import dev.weft.support.Scale;
import dev.weft.support.Subprocess;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the tests of sockets once more, on loops that wait by calls of the system. */
class OtherBackendTest {
    /** Not those on a network in memory, what every loop does whoever waits for it, and those that start JVMs with a backend of their own. */
    private static final String TESTS = "dev\\.weft\\.("
            + "(net|io|tls|internal\\.linux)\\.(?!Memory|Backend|OtherBackend)[A-Z]\\w*"
            + "|internal\\.(SelectorReadiness|SharedWatch|LoopGroup)"
            + ")Test";

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "io_uring"})
    void passesTheTestsOfSockets(String backend) throws Exception {
        assumeTrue(Scale.isFull(), "only in a full run: mvn verify -Pproofs");
        assumeTrue(!backend.equals("io_uring") || Epoll.hasRing(), Epoll::whyNoRing);
        Optional<Path> jdk = Epoll.jdk();
        assumeTrue(jdk.isPresent(), Epoll::whyNone);
        List<String> arguments = new ArrayList<>(Epoll.OPTIONS);
        arguments.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Dweft.backend=" + backend, "-cp"));
        arguments.add(classPath());
        arguments.addAll(List.of(
                RunAllTests.class.getName(),
                Built.placeOf(OtherBackendTest.class).toString(),
                TESTS));
        Subprocess.Result result = Jvm.run(jdk.get(), arguments);
        System.out.println(result.output().lines().reduce("", (before, line) -> line));
        assertEquals(0, result.exitCode(), () -> RunAllTests.failures(result.output()));
    }

    /** As a class path, whatever of it is a module path here. */
    private static String classPath() {
        return String.join(
                File.pathSeparator,
                Built.placeOf(Backend.class).toString(),
                Built.placeOf(OtherBackendTest.class).toString(),
                System.getProperty("java.class.path", ""),
                System.getProperty("jdk.module.path", ""));
    }
}

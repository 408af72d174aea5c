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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the tests of sockets once more, on loops that wait by calls of the system. */
class OtherBackendTest {
    /** Not those on a network in memory, what every loop does whoever waits for it, and those that start JVMs with a backend of their own. */
    private static final String TESTS = "dev\\.weft\\.("
            + "(net|io|tls|internal\\.linux)\\.(?!Memory|Backend|OtherBackend)[A-Z]\\w*"
            + "|internal\\.(SelectorReadiness|SharedWatch|LoopGroup)"
            + ")Test";

    /** By backend. They run at the same time, each on a processor of its own where there are two. */
    private static final Map<String, CompletableFuture<Subprocess.Result>> RUNS = new ConcurrentHashMap<>();

    @BeforeAll
    static void startAll() {
        if (Scale.isFull() && Epoll.jdk().isPresent()) {
            start("epoll");
            if (Epoll.hasRing()) {
                start("io_uring");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "io_uring"})
    void passesTheTestsOfSockets(String backend) {
        assumeTrue(Scale.isFull(), "only in a full run: mvn verify -Pproofs");
        assumeTrue(Epoll.jdk().isPresent(), Epoll::whyNone);
        CompletableFuture<Subprocess.Result> run = RUNS.get(backend);
        assumeTrue(run != null, Epoll::whyNoRing);
        Subprocess.Result result = Objects.requireNonNull(run).join();
        System.out.println(result.output().lines().reduce("", (before, line) -> line));
        assertEquals(0, result.exitCode(), () -> RunAllTests.failures(result.output()));
    }

    private static void start(String backend) {
        List<String> arguments = new ArrayList<>(Epoll.OPTIONS);
        arguments.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Dweft.backend=" + backend, "-cp"));
        arguments.add(classPath());
        arguments.addAll(List.of(
                RunAllTests.class.getName(),
                Built.placeOf(OtherBackendTest.class).toString(),
                TESTS));
        RUNS.put(backend, CompletableFuture.supplyAsync(() -> run(arguments), command -> new Thread(command).start()));
    }

    private static Subprocess.Result run(List<String> arguments) {
        try {
            return Jvm.run(Epoll.jdk().orElseThrow(), arguments);
        } catch (Exception failed) {
            throw new CompletionException(failed);
        }
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

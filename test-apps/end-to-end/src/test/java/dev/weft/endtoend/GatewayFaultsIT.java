// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.endtoend.FaultyProxy.Fate;
import dev.weft.endtoend.RunningGateway.Backend;
import dev.weft.support.Subprocess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The gateway on real sockets, with a system that fails and peers that behave badly: it answers all others, leaks nothing, and rests. */
@Timeout(300)
@EnabledOnOs(OS.LINUX)
class GatewayFaultsIT {
    private static final int CONNECTIONS = 40;
    private static final int REQUESTS = 10;

    @TempDir
    Path folder;

    static Stream<Backend> backends() {
        return Backend.all();
    }

    @ParameterizedTest
    @MethodSource("backends")
    void connectionsThatAreCutResetAndLeftHalfOpenConcernNobodyElse(Backend backend) throws Exception {
        try (RunningGateway gateway = new RunningGateway(List.of(), backend)) {
            assertEquals("HELLO", gateway.ask("hello"));
            gateway.awaitRest();
            long before = gateway.descriptors();
            try (FaultyProxy proxy = new FaultyProxy(gateway.port, 7)) {
                List<Integer> answered = askAll(proxy);
                for (int i = 0; i < CONNECTIONS; i++) {
                    boolean passes = FaultyProxy.fate(i) == Fate.PASSES;
                    assertEquals(passes, answered.get(i) == REQUESTS, i + ": " + answered);
                }
                assertEquals("STILL THERE", gateway.ask("still there"));
                gateway.awaitRest(); // with peers that are half-open
            }
            RunningGateway.until(() -> gateway.descriptors() <= before);
            List<String> last = gateway.end();
            assertEquals("stopping, connections left: 0", last.get(0), () -> String.join("\n", gateway.printed));
            assertTrue(last.get(1).endsWith(" answered, 0 failed, 0 refused"), last.toString());
        }
    }

    /** Asks on all connections at the same time. Returns how many answers each got before it ended; each is that of its request. */
    private static List<Integer> askAll(FaultyProxy proxy) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Integer>> asking = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
                socket.setSoTimeout(FaultyProxy.fate(i) == Fate.IS_HALF_OPEN ? 300 : 60_000);
                String name = "request-" + i + '-';
                asking.add(threads.submit(() -> answers(socket, name)));
            }
            List<Integer> answered = new ArrayList<>();
            for (Future<Integer> each : asking) {
                answered.add(each.get());
            }
            return answered;
        } finally {
            threads.shutdownNow();
        }
    }

    private static int answers(Socket socket, String name) {
        try (socket) {
            for (int i = 0; i < REQUESTS; i++) {
                String answer = RunningGateway.ask(socket, name + i);
                if (answer == null) {
                    return i;
                }
                assertEquals((name + i).toUpperCase(Locale.ROOT), answer);
            }
            return REQUESTS;
        } catch (IOException told) { // by a reset, or by our own limit
            return 0;
        }
    }

    static Stream<Arguments> failingWaits() {
        return Backend.all()
                .flatMap(backend -> (backend.isRing() ? Stream.of("EINTR", "ENOMEM", "EBUSY") : Stream.of("EINTR"))
                        .map(error -> Arguments.of(backend, error)));
    }

    /**
     * EMFILE at every second accept of a thread, and an error at every third wait. The JDK's selector does not ask whether the system watches
     * what it is told to, so that ENOSPC is for epoll alone; a ring that lacks memory says so when it is entered.
     */
    @ParameterizedTest
    @MethodSource("failingWaits")
    void aSystemWithoutDescriptorsAndWithWaitsThatFailConcernsNoRequest(Backend backend, String error)
            throws Exception {
        Path calls = folder.resolve("calls");
        List<String> strace = new ArrayList<>(List.of("strace", "-f", "-qq", "-o", calls.toString()));
        strace.addAll(
                List.of("-e", "trace=accept,accept4,?epoll_wait,epoll_pwait,epoll_pwait2,epoll_ctl,io_uring_enter"));
        strace.addAll(List.of("-e", "inject=accept,accept4:error=EMFILE:when=2+2"));
        String waits = backend.isRing() ? "io_uring_enter" : "?epoll_wait,epoll_pwait,epoll_pwait2";
        strace.addAll(List.of("-e", "inject=" + waits + ":error=" + error + ":when=3+3"));
        if (backend.isEpoll()) {
            strace.addAll(List.of("-e", "inject=epoll_ctl:error=ENOSPC:when=2+3"));
        }
        assumeTrue(isPermitted(), "there is no strace, or it may not trace");
        try (RunningGateway gateway = new RunningGateway(strace, backend)) {
            for (int i = 0; i < CONNECTIONS; i++) {
                assertEquals("REQUEST-" + i, gateway.ask("request-" + i));
            }
            List<String> last = gateway.end();
            assertTrue(last.contains("requests: " + CONNECTIONS + " answered, 0 failed, 0 refused"), last.toString());
            assertTrue(
                    gateway.printed.stream().anyMatch(line -> line.contains("cannot accept connections now")),
                    () -> String.join("\n", gateway.printed));
        }
        List<String> traced = Files.readAllLines(calls);
        long failed = count(traced, "EMFILE");
        assertTrue(failed > 5, () -> failed + " accepts failed");
        assertTrue(count(traced, error) > 5, "no wait has failed");
        assertEquals(backend.isEpoll(), count(traced, "ENOSPC") > 5);
        assertTrue(traced.size() < 100 * CONNECTIONS, () -> traced.size() + " calls: it spins");
    }

    private static long count(List<String> calls, String error) {
        return calls.stream()
                .filter(call -> call.contains(error) && call.contains("(INJECTED)"))
                .count();
    }

    private static boolean isPermitted() throws InterruptedException {
        try {
            return new Subprocess(List.of("strace", "-f", "-qq", "-e", "trace=none", "true"))
                            .run()
                            .exitCode()
                    == 0;
        } catch (IOException absent) {
            return false;
        }
    }
}

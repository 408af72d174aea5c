// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.support.Built;
import dev.weft.support.Epoll;
import dev.weft.support.Jdks;
import dev.weft.support.Jvm;
import dev.weft.support.Subprocess;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackendTest {
    private static final String NATIVE = Epoll.OPTIONS.get(0);
    private static final String EXPORTS = Epoll.OPTIONS.get(1);

    /** Runs {@link ShownSelector} on a JDK, and returns what it prints and logs. */
    private static List<String> run(Path jdk, String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.add("-cp");
        arguments.add(classPath());
        arguments.add(ShownSelector.class.getName());
        return Jvm.run(jdk, arguments).requireSuccess().lines().toList();
    }

    private static String classPath() {
        return String.join(
                File.pathSeparator,
                Built.placeOf(Backend.class).toString(),
                Built.placeOf(ShownSelector.class).toString());
    }

    private static Path recent() {
        Optional<Path> jdk = Epoll.jdk();
        assumeTrue(jdk.isPresent(), Epoll::whyNone);
        return jdk.orElseThrow();
    }

    /** The line of a warning, without the one before it that has the time. */
    private static String warned(List<String> printed) {
        return printed.stream()
                .filter(line -> line.startsWith("WARNING: "))
                .findFirst()
                .orElse("no warning among " + printed);
    }

    @Test
    void isEpollWhereTheJdkGivesIt() throws Exception {
        assertEquals(List.of("EpollSelector"), run(recent(), NATIVE, EXPORTS));
        assertEquals(List.of("EpollSelector"), run(recent(), NATIVE, EXPORTS, "-Dweft.backend=epoll"));
    }

    @Test
    void isTheRingIfThatIsSaid() throws Exception {
        Path jdk = recent();
        assumeTrue(Epoll.hasRing(), Epoll::whyNoRing);
        assertEquals(List.of("RingSelector"), run(jdk, NATIVE, EXPORTS, "-Dweft.backend=io_uring"));
    }

    /** Runs it with a call of the system that fails. */
    private static List<String> runWithout(String fault) throws Exception {
        assumeTrue(Epoll.hasRing() && mayTrace(), () -> "needs strace, which may trace, and " + Epoll.whyNoRing());
        List<String> command = new ArrayList<>(List.of("strace", "-f", "-qq", "-e", "inject=" + fault));
        command.addAll(List.of(
                "-o", "/dev/null", recent().resolve("bin").resolve("java").toString()));
        command.addAll(List.of(NATIVE, EXPORTS, "-Dweft.backend=io_uring", "-cp", classPath()));
        command.add(ShownSelector.class.getName());
        return new Subprocess(command).run().requireSuccess().lines().toList();
    }

    private static boolean mayTrace() throws InterruptedException {
        try {
            return new Subprocess(List.of("strace", "-qq", "-e", "trace=none", "true"))
                            .run()
                            .exitCode()
                    == 0;
        } catch (IOException absent) {
            return false;
        }
    }

    @Test
    void isEpollWithAWarningWhereTheSystemForbidsTheRingThatWasAskedFor() throws Exception {
        List<String> printed = runWithout("io_uring_setup:error=EPERM");
        assertEquals(
                "WARNING: -Dweft.backend=io_uring has no effect, and loops wait by epoll: io_uring_setup: Operation not permitted",
                warned(printed));
        assertTrue(printed.contains("EpollSelector"), printed::toString);
    }

    @Test
    void isEpollWithAWarningWhereTheSystemForbidsToUseTheRingThatItGives() throws Exception {
        List<String> printed = runWithout("io_uring_enter:error=EPERM");
        assertEquals(
                "WARNING: -Dweft.backend=io_uring has no effect, and loops wait by epoll: "
                        + "io_uring_enter: Operation not permitted",
                warned(printed));
        assertTrue(printed.contains("EpollSelector"), printed::toString);
    }

    @Test
    void isEpollForALoopForWhichThereIsNoMemoryForARing() throws Exception {
        assertEquals(List.of("EpollSelector"), runWithout("io_uring_register:error=ENOMEM:when=2+"));
    }

    @Test
    void isTheJdksWithoutAWordWhereAnOptionOfJavaIsMissing() throws Exception {
        for (List<String> options : List.of(List.<String>of(), List.of(NATIVE), List.of(EXPORTS))) {
            assertEquals(List.of("EPollSelectorImpl"), run(recent(), options.toArray(String[]::new)));
        }
    }

    @Test
    void isTheJdksIfThatIsSaid() throws Exception {
        assertEquals(List.of("EPollSelectorImpl"), run(recent(), NATIVE, EXPORTS, "-Dweft.backend=nio"));
    }

    @Test
    void saysWhichOptionsOfJavaAreMissingToWhomHasAskedForEpoll() throws Exception {
        List<String> printed = run(recent(), "-Dweft.backend=epoll");
        assertEquals(
                "WARNING: -Dweft.backend=epoll has no effect, and loops wait by the JDK's selector: start java with "
                        + EXPORTS + " and " + NATIVE,
                warned(printed));
        assertTrue(printed.contains("EPollSelectorImpl"), printed::toString);
        assertEquals(
                "WARNING: -Dweft.backend=epoll has no effect, and loops wait by the JDK's selector: start java with "
                        + EXPORTS,
                warned(run(recent(), NATIVE, "-Dweft.backend=epoll")));
    }

    @Test
    void saysThatTheJdkIsTooOld() throws Exception {
        Optional<Path> old =
                Jdks.available().filter(jdk -> Jdks.feature(jdk) < 22).findFirst();
        assumeTrue(old.isPresent() && Epoll.jdk().isPresent(), "needs Linux, and a JDK before 22");
        assertEquals(
                "WARNING: -Dweft.backend=epoll has no effect, and loops wait by the JDK's selector: Java "
                        + Jdks.feature(old.get()) + " has no calls of the system; Java 22 and later have",
                warned(run(old.get(), "-Dweft.backend=epoll")));
    }

    @Test
    void saysWhatThereIsInPlaceOfWhatThereIsNot() throws Exception {
        assertEquals(
                "WARNING: -Dweft.backend=poll has no effect: it takes nio, epoll or io_uring. Loops wait by epoll",
                warned(run(recent(), NATIVE, EXPORTS, "-Dweft.backend=poll")));
    }

    @Test
    void isToldToWhoLooksForIt(@TempDir Path folder) throws Exception {
        Path debugging = folder.resolve("logging.properties");
        Files.writeString(debugging, """
                handlers=java.util.logging.ConsoleHandler
                java.util.logging.ConsoleHandler.level=FINE
                dev.weft.level=FINE
                """);
        List<String> printed = run(recent(), "-Djava.util.logging.config.file=" + debugging);
        assertTrue(
                printed.contains(
                        "FINE: Loops wait by the JDK's selector: start java with " + EXPORTS + " and " + NATIVE),
                printed::toString);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("try") // a door is open, and not asked for anything
class TargetTest {
    private static final Request TREE = new Request("tree", Map.of(), Duration.ofSeconds(60));

    @TempDir
    Path folder;

    private FakeProc proc;

    @BeforeEach
    void setUp() throws IOException {
        assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("unix") || Files.exists(Path.of("/proc/self")));
        proc = new FakeProc(folder).process(4711, "java", "-cp", "x.jar", "com.example.Shop");
    }

    private List<String> ask(Request request) throws Failure {
        List<String> answers = new ArrayList<>();
        proc.targets().find("4711").ask(request, answer -> answers.add(answer.text()));
        return answers;
    }

    private Failure refused(Request request) {
        return assertThrows(Failure.class, () -> ask(request));
    }

    @Test
    void asksAtTheSocketOfTheProcess() throws Exception {
        try (FakeDoor door = new FakeDoor(proc.socket(4711), path -> FakeDoor.ok("#1.1 main — waits\n"))) {
            assertEquals(List.of("#1.1 main — waits\n"), ask(TREE));
            assertEquals("/tree", door.asked());
        }
    }

    @Test
    void escapesWhatItIsTold() throws Exception {
        try (FakeDoor door = new FakeDoor(proc.socket(4711), path -> FakeDoor.ok(""))) {
            ask(new Request("tree", Map.of("limit", "3", "filter", "a b&c=ü"), Duration.ofSeconds(60)));
            assertEquals("/tree?filter=a%20b%26c%3D%C3%BC&limit=3", door.asked());
        }
    }

    /** One runtime in each of two class loaders. */
    @Test
    void asksEachRuntimeOfTheProcess() throws Exception {
        try (FakeDoor first = new FakeDoor(proc.socket(4711), path -> FakeDoor.ok("first"));
                FakeDoor tenth = new FakeDoor(FakeProc.socket(folder, "4711-10.sock"), path -> FakeDoor.ok("tenth"));
                FakeDoor second = new FakeDoor(FakeProc.socket(folder, "4711-2.sock"), path -> FakeDoor.ok("second"));
                FakeDoor other = new FakeDoor(FakeProc.socket(folder, "14711.sock"), path -> FakeDoor.ok("other"))) {
            assertEquals(List.of("first", "second", "tenth"), ask(TREE));
        }
    }

    /** As it is seen from outside a container: another number inside, and files of its own. */
    @Test
    void findsTheSocketInAContainer() throws Exception {
        Path inside = Files.createDirectories(folder.resolve("overlay"));
        Files.createDirectories(inside.resolve("tmp"));
        Files.delete(proc.of(4711).resolve("root"));
        Files.createSymbolicLink(proc.of(4711).resolve("root"), inside);
        proc.file(4711, "status", "Tgid:\t4711\nNSpid:\t4711\t1\nUid:\t%1$d\t%1$d\n".formatted(FakeProc.us(folder)));
        try (FakeDoor outside = new FakeDoor(proc.socket(4711), path -> FakeDoor.ok("outside"));
                FakeDoor door = new FakeDoor(FakeProc.socket(inside, "1.sock"), path -> FakeDoor.ok("inside"))) {
            assertEquals(List.of("inside"), ask(TREE));
        }
    }

    @Test
    void removesASocketOnWhichNobodyListens() throws Exception {
        Path socket = proc.socket(4711);
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
        }
        assertEquals(ExitStatus.NO_WEFT, refused(TREE).status());
        assertFalse(Files.exists(socket));
        assertEquals(List.of("removed " + socket + ", on which nobody listens: it was left behind"), proc.notes());
    }

    @Test
    void saysWhatAProcessMayBeDoingThatDoesNotAnswer() throws Exception {
        try (FakeDoor silent = new FakeDoor(proc.socket(4711), path -> "")) {
            Failure failure = refused(new Request("tree", Map.of(), Duration.ofMillis(1)));
            assertEquals(ExitStatus.NO_ANSWER, failure.status());
            assertEquals(
                    "process 4711 (com.example.Shop) has said nothing for 1 ms; it may be collecting garbage, or have no"
                            + " processor time",
                    failure.sentence());
        }
    }

    @Test
    void saysThatAProcessIsStopped() throws Exception {
        proc.file(
                4711, "status", "State:\tT (stopped)\nTgid:\t4711\nUid:\t%1$d\t%1$d\n".formatted(FakeProc.us(folder)));
        try (FakeDoor silent = new FakeDoor(proc.socket(4711), path -> "")) {
            String message =
                    refused(new Request("tree", Map.of(), Duration.ofMillis(1))).sentence();
            assertTrue(message.contains("it is stopped by a signal or a debugger, and `kill -CONT 4711`"), message);
        }
    }

    /** A JVM without a handler dies of USR1. */
    @Test
    void advisesTheSignalOnlyWhereItIsCaught() throws Exception {
        proc.file(4711, "cmdline", "java\0-Dweft.debug.signal=USR1\0com.example.Shop\0");
        String status = "Tgid:\t4711\nUid:\t%1$d\t%1$d\nSigCgt:\t%2$s\n";
        try (FakeDoor silent = new FakeDoor(proc.socket(4711), path -> "")) {
            Request request = new Request("tree", Map.of(), Duration.ofMillis(1));
            proc.file(4711, "status", status.formatted(FakeProc.us(folder), "2000000181005ccf"));
            assertFalse(refused(request).sentence().contains("USR1"));
            proc.file(4711, "status", status.formatted(FakeProc.us(folder), "2000000181005ecf"));
            String message = refused(request).sentence();
            assertTrue(message.contains("`kill -USR1 4711` has it print its dump"), message);
        }
    }

    @Test
    void saysThatTheProcessIsOfAnotherVersion() throws Exception {
        try (FakeDoor old = new FakeDoor(
                proc.socket(4711),
                path -> FakeDoor.answer(
                        "404 Not Found", "there are /tree and /dump\n/tree  the tree", "Weft-Version: 0.1.0"))) {
            Failure failure = refused(TREE);
            assertEquals(ExitStatus.OTHER_VERSION, failure.status());
            assertEquals(
                    "process 4711 (com.example.Shop) has Weft 0.1.0, which does not know \"tree\"; it says: there are"
                            + " /tree and /dump",
                    failure.sentence());
        }
    }

    @Test
    void passesOnWhatTheProcessRefuses() throws Exception {
        for (Map.Entry<String, ExitStatus> each : Map.of(
                        "400 Bad Request", ExitStatus.MISUSED,
                        "403 Forbidden", ExitStatus.NO_RIGHTS,
                        "500 Internal Server Error", ExitStatus.NO_ANSWER)
                .entrySet()) {
            Path socket = proc.socket(4711);
            try (FakeDoor door = new FakeDoor(socket, path -> FakeDoor.answer(each.getKey(), "because"))) {
                Failure failure = refused(TREE);
                assertEquals(each.getValue(), failure.status());
                assertTrue(failure.sentence().endsWith(": because"), failure.sentence());
            }
            Files.delete(socket);
        }
    }

    @Test
    void saysThatSomebodyElseListens() throws Exception {
        try (FakeDoor door = new FakeDoor(proc.socket(4711), path -> "220 mail.example.com\r\n\r\n")) {
            String message = refused(TREE).sentence();
            assertTrue(message.contains("this is no answer in HTTP: \"220 mail.example.com\""), message);
        }
    }

    @Test
    void knowsThatTheProcessHasEndedMeanwhile() throws Exception {
        Target target = proc.targets().find("4711");
        Files.delete(proc.of(4711).resolve("status"));
        Failure failure = assertThrows(Failure.class, () -> target.ask(TREE, Answer::text));
        assertEquals(ExitStatus.NO_PROCESS, failure.status());
        assertEquals("process 4711 has just ended", failure.sentence());
    }
}

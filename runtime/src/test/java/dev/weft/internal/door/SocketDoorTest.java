// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.door;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What clients of the socket get, well-behaved ones and others. */
@Timeout(60)
class SocketDoorTest {
    private static final long PID = 4711;

    /** More than any system keeps for a client that does not read. */
    private static final String LONG = "x".repeat(8 * 1024 * 1024);

    private static final Resources RESOURCES = new Resources()
            .with(
                    "/tree",
                    "all tasks",
                    Set.of("limit"),
                    parameters -> Answer.text("limit " + parameters.number("limit", 7) + "\n"))
            .with(
                    "/check",
                    "a verdict",
                    Set.of(),
                    parameters -> Answer.text("deadlock\n").exit(3))
            .with("/json", "a form for programs", Set.of(), parameters -> Answer.json("{}"))
            .with("/long", "more than fits", Set.of(), parameters -> Answer.text(LONG))
            .with("/broken", "fails", Set.of(), parameters -> {
                throw new IOException("the reason");
            })
            .with(
                    "/half",
                    "fails in the middle",
                    Set.of(),
                    parameters -> Answer.of("text/plain", out -> {
                        out.append("half an answer");
                        throw new IOException("the reason");
                    }));

    private @TempDir Path temp = Path.of("");
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private SocketDoor door(Limits limits) throws IOException {
        SocketDoor door = SocketDoor.open(new SocketFolder(temp.resolve("weft-me")), PID, RESOURCES, limits);
        open.add(door);
        return door;
    }

    private SocketDoor door() throws IOException {
        return door(Limits.STANDARD);
    }

    private Client client(SocketDoor door) throws IOException {
        Client client = new Client(door.file.path);
        open.add(client);
        return client;
    }

    /** Sends all of a request before the door looks. */
    private String answerTo(String request) throws IOException {
        return answerTo(door(), request);
    }

    private String answerTo(SocketDoor door, String request) throws IOException {
        Client client = client(door).send(request);
        door.pass(Long.MAX_VALUE);
        return client.read();
    }

    @Test
    void answersWithASchemaAndAText() throws IOException {
        assertEquals(
                "HTTP/1.0 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nWeft-Schema: weft-dump/1\r\n\r\nlimit 7\n",
                answerTo("GET /tree HTTP/1.0\r\n\r\n"));
    }

    @Test
    void answersWhoTypesARequest() throws IOException {
        assertTrue(answerTo("GET /tree?limit=3\n\n").endsWith("\r\n\r\nlimit 3\n"));
    }

    @Test
    void answersWhatCurlSends() throws IOException {
        String request = "GET /tree?limit=12 HTTP/1.1\r\nHost: weft\r\nUser-Agent: curl/8\r\nAccept: */*\r\n\r\n";
        assertTrue(answerTo(request).endsWith("\r\n\r\nlimit 12\n"));
    }

    @Test
    void answersWhoClosesItsSideBehindALine() throws IOException {
        SocketDoor door = door();
        Client client = client(door).send("GET /tree");
        client.channel.shutdownOutput();
        door.pass(Long.MAX_VALUE);
        door.pass(Long.MAX_VALUE);
        assertTrue(client.read().endsWith("\r\n\r\nlimit 7\n"));
    }

    @Test
    void aRequestMayComeInPieces() throws IOException {
        SocketDoor door = door();
        Client client = client(door).send("GET /tr");
        door.pass(Long.MAX_VALUE);
        client.send("ee HTTP/1.0\r\n");
        door.pass(Long.MAX_VALUE);
        client.send("\r\n");
        door.pass(Long.MAX_VALUE);
        assertTrue(client.read().endsWith("\r\n\r\nlimit 7\n"));
    }

    @Test
    void aVerdictHasTheExitStatusOfTheCommand() throws IOException {
        assertTrue(answerTo("GET /check\n\n").contains("\r\nWeft-Exit: 3\r\n\r\ndeadlock\n"));
    }

    @Test
    void jsonIsSaidToBeJson() throws IOException {
        assertTrue(answerTo("GET /json\n\n").contains("\r\nContent-Type: application/json; charset=utf-8\r\n"));
    }

    @Test
    void theRootTellsWhatThereIs() throws IOException {
        String answer = answerTo("GET / HTTP/1.0\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.0 200 OK\r\n"), answer);
        assertTrue(answer.contains("\n/tree       all tasks  ?limit\n"), answer);
    }

    @Test
    void anUnknownResourceIsToldWhatThereIs() throws IOException {
        String answer = answerTo("GET /trees HTTP/1.0\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.0 404 Not Found\r\n"), answer);
        assertTrue(answer.contains("\r\n\r\nThere is no /trees here. There is:\n/tree       all tasks"), answer);
    }

    @Test
    void aWrongParameterIsRefusedByName() throws IOException {
        String answer = answerTo("GET /tree?limits=3\n\n");
        assertTrue(answer.startsWith("HTTP/1.0 400 Bad Request\r\n"), answer);
        assertTrue(answer.endsWith("\r\n\r\nThere is no parameter limits here; there are limit\n"), answer);
    }

    @Test
    void aWrongValueIsRefused() throws IOException {
        String answer = answerTo("GET /tree?limit=few\n\n");
        assertTrue(answer.startsWith("HTTP/1.0 400 Bad Request\r\n"), answer);
        assertTrue(answer.endsWith("limit has to be a number, as in limit=20, and is: few\n"), answer);
    }

    @Test
    void nothingCanBeChanged() throws IOException {
        String answer = answerTo("POST /tree HTTP/1.0\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.0 405 Method Not Allowed\r\nAllow: GET\r\n"), answer);
    }

    @Test
    void whatIsNoRequestIsToldHowOneLooks() throws IOException {
        String answer = answerTo("tree\n\n");
        assertTrue(answer.startsWith("HTTP/1.0 400 Bad Request\r\n"), answer);
        assertTrue(answer.endsWith("as in GET /tree\n"), answer);
    }

    @Test
    void whatAResourceThrowsIsTold() throws IOException {
        String answer = answerTo("GET /broken\n\n");
        assertTrue(answer.startsWith("HTTP/1.0 500 Internal Server Error\r\n"), answer);
        assertTrue(answer.contains("This could not be answered: java.io.IOException: the reason\n"), answer);
    }

    @Test
    void anAnswerThatFailsInTheMiddleIsReplaced() throws IOException {
        String answer = answerTo("GET /half\n\n");
        assertTrue(answer.startsWith("HTTP/1.0 500 Internal Server Error\r\n"), answer);
        assertFalse(answer.contains("half an answer"), answer);
    }

    @Test
    void aLongAnswerComesWhole() throws IOException {
        String answer = answerTo("GET /long\n\n");
        assertEquals(LONG, answer.substring(answer.indexOf("\r\n\r\n") + 4));
    }

    @Test
    void aRequestThatDoesNotEndIsToldSoAndLetGo() throws IOException {
        SocketDoor door = door(new Limits(64, 1, 0, 5_000));
        Client client = client(door).send("GET /tr");
        door.pass(Long.MAX_VALUE);
        assertTrue(client.read().startsWith("HTTP/1.0 408 Request Timeout\r\n"));
    }

    @Test
    void aMegabyteOfHeaderIsRefusedAndNotKept() throws IOException {
        SocketDoor door = door();
        Client client = client(door).sendWhatFits("GET /tree HTTP/1.0\r\n" + "Header: value\r\n".repeat(70_000));
        door.pass(Long.MAX_VALUE);
        assertTrue(client.read().startsWith("HTTP/1.0 431 Request Header Fields Too Large\r\n"));
    }

    @Test
    void aClientThatGoesAwayAtOnceHurtsNobody() throws IOException {
        SocketDoor door = door();
        client(door).close();
        client(door).send("GET /long\n\n").close();
        assertTrue(answerTo(door, "GET /tree\n\n").endsWith("limit 7\n"));
    }

    @Test
    void aClientThatNeverReadsHoldsNoThread() throws IOException {
        SocketDoor door = door(new Limits(64, 1, 5_000, 1));
        client(door).send("GET /long\n\n");
        door.pass(Long.MAX_VALUE);
        assertTrue(answerTo(door, "GET /tree\n\n").endsWith("limit 7\n"));
    }

    @Test
    void aHundredHalfRequestsAtATimeMakeRoomForAWholeOne() throws IOException {
        SocketDoor door = door();
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            clients.add(client(door).send("GET /tr"));
            door.pass(Long.MAX_VALUE);
        }
        assertTrue(answerTo(door, "GET /tree\n\n").endsWith("limit 7\n"));
        assertEquals("", clients.get(0).read()); // which made room
        clients.get(99).send("ee\n\n");
        door.pass(Long.MAX_VALUE);
        assertTrue(clients.get(99).read().endsWith("limit 7\n"));
    }

    @Test
    void anAnswerThatTakesTimeHoldsUpNoOther() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        Resources resources = new Resources()
                .with("/slow", "waits", Set.of(), parameters -> {
                    end.await();
                    return Answer.text("slow\n");
                })
                .with("/quick", "does not", Set.of(), parameters -> Answer.text("quick\n"));
        SocketDoor door = SocketDoor.open(new SocketFolder(temp.resolve("weft-me")), PID, resources, Limits.STANDARD);
        open.add(door);
        Client slow = client(door).send("GET /slow\n\n");
        door.pass(Long.MAX_VALUE);
        assertTrue(answerTo(door, "GET /quick\n\n").endsWith("quick\n"));
        end.countDown();
        assertTrue(slow.read().endsWith("slow\n"));
    }

    @Test
    void thePathIsPublishedAndLeavesNothing() throws IOException {
        SocketDoor one = door();
        SocketDoor other = door();
        assertTrue(published().containsAll(List.of(one.file.path.toString(), other.file.path.toString())));
        one.close();
        assertFalse(published().contains(one.file.path.toString()));
        assertTrue(published().contains(other.file.path.toString()));
        other.close();
        assertFalse(published().contains(other.file.path.toString()));
        try (var files = Files.list(temp.resolve("weft-me"))) {
            assertEquals(0, files.count());
        }
    }

    /** With the socket of the JVM that runs this, if it has one by now. */
    private static List<String> published() {
        return List.of(System.getProperty(SocketDoor.PROPERTY, "").split(File.pathSeparator, -1));
    }
}

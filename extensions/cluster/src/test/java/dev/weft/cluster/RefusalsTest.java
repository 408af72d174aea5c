// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.ScheduledTask;
import dev.weft.SimulatedLoop;
import dev.weft.Task;
import dev.weft.cluster.transport.Transport;
import dev.weft.junit.AsyncTest;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What does not run, and that whoever asks is told so. */
@AsyncTest(seeds = 5)
class RefusalsTest {
    private static final Service<String, String> SLOW = Service.of("slow", String.class, String.class);
    private static final EntityKind<String, String> THING = EntityKind.of("thing", String.class, String.class);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private Nodes nodes;
    private final List<String> ran = new ArrayList<>();

    @BeforeEach
    void begin(SimulatedLoop loop) {
        nodes = new Nodes(loop).with(config -> config.requests(4).mailbox(2));
    }

    @AfterEach
    @Async
    void end() {
        await(nodes.end());
    }

    @Async
    private Task<String> slow(String text) {
        ran.add(text);
        await(sleep(SECOND));
        return Task.of(text);
    }

    @Async
    private Task<ClusterNode> begun() {
        ClusterNode a = await(nodes.join("a"));
        ClusterNode b = await(nodes.join("b"));
        b.serve(SLOW, this::slow);
        b.serveEntities(THING, id -> this::slow);
        await(sleep(SECOND));
        return Task.of(a);
    }

    private static void says(String part, Throwable told) {
        assertTrue(String.valueOf(told.getMessage()).contains(part), told::getMessage);
    }

    @AsyncTest
    void tellsOfAFullMailbox() {
        ClusterNode a = await(begun());
        List<ScheduledTask<String>> all = new ArrayList<>();
        for (String text : List.of("1", "2", "3")) {
            all.add(spawn(a.entity(THING, "t").ask(text)));
            await(sleep(Duration.ofMillis(50)));
        }
        NotServed full = await(Thrown.by(NotServed.class, a.entity(THING, "t").ask("4")));
        says("its mailbox of thing t is full: 2 messages wait", full);
        for (ScheduledTask<String> each : all) {
            await(each);
        }
        assertEquals(List.of("1", "2", "3"), ran);
    }

    /** Also when the refused one comes once more, after there is room again. */
    @AsyncTest
    void tellsOfTooManyRequestsAndNeverRunsThem() {
        ClusterNode a = await(begun());
        List<ScheduledTask<String>> all = new ArrayList<>();
        for (String text : List.of("1", "2", "3", "4")) {
            all.add(spawn(a.ask(SLOW, text)));
        }
        await(sleep(Duration.ofMillis(50)));
        says("it serves 4 requests, and no more at a time", await(Thrown.by(NotServed.class, a.ask(SLOW, "5"))));
        for (ScheduledTask<String> each : all) {
            await(each);
        }
        for (int i = 0; i < 5; i++) {
            nodes.net.heal();
            await(sleep(SECOND));
        }
        assertEquals(List.of("1", "2", "3", "4"), ran.stream().sorted().toList());
    }

    @AsyncTest
    void tellsThatNobodyServesIt() {
        ClusterNode a = await(nodes.join("a"));
        says("There are: a.", await(Thrown.by(NotServed.class, a.ask(SLOW, "tea"))));
        says("There are: a.", await(Thrown.by(NotServed.class, a.member("x").ask(SLOW, "tea"))));
        says(
                "There are: a.",
                await(Thrown.by(NotServed.class, a.entity(THING, "t").ask("tea"))));
        says(
                "it does not serve that",
                await(Thrown.by(NotServed.class, a.member("a").ask(SLOW, "tea"))));
    }

    @AsyncTest
    void tellsThatItCouldNotBeSent() {
        ClusterNode a = await(begun());
        nodes.throwNext();
        says("this one is not sent", await(Thrown.by(NotServed.class, a.ask(SLOW, "tea", SECOND))));
        nodes.throwNext();
        says(
                "this one is not sent",
                await(Thrown.by(NotServed.class, a.entity(THING, "t").ask("tea", SECOND))));
        assertEquals("tea", await(a.entity(THING, "t").ask("tea")));
    }

    @AsyncTest
    void asksTheNextOneIfAHandlerRefuses() {
        ClusterNode a = await(nodes.join("a"));
        ClusterNode b = await(nodes.join("b"));
        a.serve(SLOW, RefusalsTest::busy);
        b.serve(SLOW, this::slow);
        await(sleep(SECOND));
        for (int i = 0; i < 4; i++) {
            assertEquals("tea", await(a.ask(SLOW, "tea")));
        }
        assertEquals(4, ran.size());
        says(
                "a memory:1 did not serve slow: it is busy",
                await(Thrown.by(NotServed.class, b.member("a").ask(SLOW, "tea"))));
    }

    @Async
    private static Task<String> busy(String text) throws Refusal {
        await(sleep(Duration.ofMillis(1)));
        throw Refusal.because("it is busy");
    }

    @AsyncTest
    void tellsOfAnEntityThatRefuses() {
        ClusterNode a = await(nodes.join("a"));
        a.serveEntities(THING, id -> RefusalsTest::busy);
        says(
                "did not serve thing t: it is busy",
                await(Thrown.by(NotServed.class, a.entity(THING, "t").ask("tea"))));
    }

    @AsyncTest
    void asksTheNextOneIfOneCannotReadWhatIsAsked() {
        ClusterNode a = await(nodes.join("a", config -> config.codec(new Version(1))));
        ClusterNode b = await(nodes.join("b", config -> config.codec(new Version(2))));
        a.serve(SLOW, this::slow);
        b.serve(SLOW, this::slow);
        await(sleep(SECOND));
        for (int i = 0; i < 4; i++) {
            assertEquals("2 is of today", await(b.ask(SLOW, "2 is of today")));
        }
        says(
                "a memory:1 did not serve slow: it cannot read what was asked: java.lang.IllegalArgumentException: of version 2",
                await(Thrown.by(NotServed.class, b.member("a").ask(SLOW, "2 is of today"))));
    }

    /** Knows what begins with the number of its version or a lower one. */
    private record Version(int version) implements Codec {
        @Override
        public byte[] encode(Object value) throws Exception {
            return PlainCodec.CODEC.encode(value);
        }

        @Override
        public Object decode(byte[] bytes, Type type) throws Exception {
            String text = (String) PlainCodec.CODEC.decode(bytes, type);
            if (text.charAt(0) - '0' > version) {
                throw new IllegalArgumentException("of version " + text.charAt(0));
            }
            return text;
        }
    }

    @AsyncTest
    void saysWhetherARequestMayHaveRun() {
        ClusterNode a = await(begun());
        Duration moment = Duration.ofMillis(90);
        assertTrue(await(Thrown.by(RequestTimeout.class, a.ask(SLOW, "tea", moment)))
                .mayHaveRun());
        assertFalse(await(Thrown.by(NotServed.class, a.member("nobody").ask(SLOW, "tea")))
                .mayHaveRun());
        ScheduledTask<String> first = spawn(a.entity(THING, "t").ask("first"));
        await(sleep(moment));
        ScheduledTask<Void> leaving =
                spawn(nodes.get("b").leave(Duration.ofMinutes(1))); // the entity stays until it is idle
        await(sleep(moment));
        assertFalse(await(Thrown.by(RequestTimeout.class, a.entity(THING, "t").ask("second", moment)))
                .mayHaveRun());
        await(first);
        await(leaving);
    }

    private enum Other implements Codec {
        CODEC;

        @Override
        public byte[] encode(Object value) {
            return new byte[0];
        }

        @Override
        public Object decode(byte[] bytes, Type type) {
            return "";
        }

        @Override
        public String id() {
            return "other".repeat(10_000);
        }
    }

    @AsyncTest
    void refusesWhatAnotherCodecHasEncoded() {
        await(begun());
        ClusterNode c = await(nodes.join("c", config -> config.codec(Other.CODEC)));
        says("it has the codec plain, and not other", await(Thrown.by(NotServed.class, c.ask(SLOW, "tea"))));
        says(
                "it has the codec plain, and not other",
                await(Thrown.by(NotServed.class, c.entity(THING, "t").ask("tea"))));
        assertEquals(List.of(), ran);
    }

    @AsyncTest
    void refusesWhatItCannotRead() throws Exception {
        ClusterNode a = await(begun());
        Transport raw = nodes.transport("a");
        for (byte[] rubbish : List.of(
                new byte[0],
                new byte[] {1},
                new byte[] {2, 1, 0},
                new byte[] {1, 77},
                new byte[] {1, Wire.REQUEST, 1, 2, 3},
                new byte[] {1, Wire.LEASE, 0, 9, 1})) {
            Answer answer = Answer.read(await(raw.ask(nodes.get("b").node().self(), rubbish)));
            assertEquals(Answer.Status.NOT_SERVED, answer.status);
            assertTrue(answer.reason.startsWith("it cannot read the request: "), answer.reason);
        }
        assertEquals("tea", await(a.ask(SLOW, "tea")));
    }

    @AsyncTest
    void keepsTheBytesOfARequest() throws Exception {
        Request request = new Request(7, 6, 5, "codec", "service", "id", new byte[] {1, 2});
        byte[] bytes = Wire.request(request);
        java.io.DataInputStream in = Wire.read(bytes);
        Wire.readVersion(in);
        assertEquals(Wire.REQUEST, in.readByte());
        Request read = Wire.readRequest(in);
        assertEquals(List.of(7L, 6L, 5L), List.of(read.number, read.flight, read.nanosLeft));
        assertEquals(List.of("codec", "service", "id"), List.of(read.codec, read.service, read.entity));
        assertArrayEquals(new byte[] {1, 2}, read.payload);
    }
}

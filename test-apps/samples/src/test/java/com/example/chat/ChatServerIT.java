// SPDX-License-Identifier: Apache-2.0
package com.example.chat;

import static dev.weft.Weft.await;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.junit.AsyncTest;
import dev.weft.net.Tcp;
import dev.weft.testing.Link;
import dev.weft.testing.MemoryNetwork;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The chat server, in virtual time on a network in memory, under some seeds. */
@AsyncTest(seeds = 10)
class ChatServerIT {
    private MemoryNetwork network;
    private ChatServer chat;

    // region chat-network
    @BeforeEach
    @Async
    void start() throws IOException {
        network = new MemoryNetwork();
        network.link(Link.normal().latency(Duration.ofMillis(1), Duration.ofMillis(50)));
        chat = new ChatServer(network.host("server"), "0.0.0.0", 8888);
    }

    @AfterEach
    @Async
    void stop() {
        await(chat.stop(Duration.ofSeconds(5)));
    }
    // endregion

    @Async
    private Task<Guest> guest(String name) throws IOException {
        return Guest.come(network.host(name), name);
    }

    @AsyncTest
    void allInARoomHearTheSameInTheOrderOfEachSpeaker() throws IOException {
        Guest ann = await(guest("ann"));
        Guest bob = await(guest("bob"));
        Guest cid = await(guest("cid"));
        spawn("talking", gather(ann.sayAll(30), bob.sayAll(30)));
        List<List<String>> heard = new ArrayList<>();
        for (Guest each : List.of(ann, bob, cid)) {
            List<String> lines = new ArrayList<>();
            while (lines.size() < 60) {
                await(each.hear()).filter(line -> !line.startsWith("*")).ifPresent(lines::add);
            }
            heard.add(lines);
        }
        assertEquals(heard.get(0), heard.get(1));
        assertEquals(heard.get(0), heard.get(2));
        for (String name : List.of("ann", "bob")) {
            List<String> said =
                    heard.get(2).stream().filter(line -> line.startsWith(name)).toList();
            for (int i = 0; i < 30; i++) {
                assertEquals(name + ": line " + i, said.get(i));
            }
        }
    }

    // region chat-slow
    @AsyncTest
    void aSlowReaderHoldsUpNobodyAndIsPutOut() throws IOException {
        network.host("bob");
        network.link("server", "bob", Link.normal().capacity(100));
        Guest ann = await(guest("ann"));
        Guest bob = await(guest("bob"));
        Guest cid = await(guest("cid")); // bob reads nothing from now on
        ScheduledTask<Void> talking = spawn("talking", ann.sayAll(Member.BACKLOG + 50));
        List<String> heard = await(cid.hearUntil("ann: line " + (Member.BACKLOG + 49)));
        while (!heard.contains("* bob leaves lobby")) {
            heard.add(await(cid.hear()).orElseThrow());
        }
        assertTrue(EventLoop.current().nanoTime() < Duration.ofSeconds(10).toNanos());
        assertEquals(2, chat.members());
        await(talking);
    }
    // endregion

    // region chat-partition
    @AsyncTest
    void whoIsCutOffHearsAllAfterTheHealing() throws IOException {
        Guest ann = await(guest("ann"));
        Guest bob = await(guest("bob"));
        network.cut("bob", "server");
        await(bob.say("is anybody there?"));
        await(ann.sayAll(3));
        await(sleep(Duration.ofSeconds(50)));
        network.heal("bob", "server");
        assertEquals(
                List.of("ann: line 0", "ann: line 1", "ann: line 2", "bob: is anybody there?"),
                await(bob.hearUntil("bob: is anybody there?")));
    }
    // endregion

    @AsyncTest
    void aClientThatVanishesHasLeftAfterAMinute() throws IOException {
        Guest bob = await(guest("bob"));
        Guest ann = await(guest("ann"));
        long before = EventLoop.current().nanoTime();
        network.isolate("bob");
        ScheduledTask<List<String>> hearing = spawn(ann.hearUntil("* bob leaves lobby"));
        while (!hearing.isReady()) {
            await(ann.say("still here"));
            await(sleep(Duration.ofSeconds(10)));
        }
        Duration passed = Duration.ofNanos(EventLoop.current().nanoTime() - before);
        assertTrue(passed.compareTo(Duration.ofSeconds(75)) < 0, passed::toString);
        assertEquals(1, chat.members());
        bob.close();
        Guest again = await(Guest.come(network.host("elsewhere"), "bob"));
        await(again.say("/quit"));
        await(again.hearUntil("the end"));
    }

    @AsyncTest
    void aNicknameBelongsToOne() throws IOException {
        Guest ann = await(guest("ann"));
        Guest other = await(Guest.come(network.host("other"), "ann"));
        assertEquals(Optional.empty(), await(other.hear()));
        other.close();
        assertEquals(1, chat.members());
        ann.close();
    }

    @AsyncTest
    void roomsHearNothingOfOneAnother() throws IOException {
        Guest ann = await(guest("ann"));
        Guest bob = await(guest("bob"));
        await(ann.say("/join kitchen"));
        await(ann.hearUntil("* ann joins kitchen"));
        await(ann.say("smells good"));
        await(bob.hearUntil("* ann leaves lobby"));
        await(bob.say("alone"));
        assertEquals(Optional.of("bob: alone"), await(bob.hear()));
        assertEquals(Optional.of("ann: smells good"), await(ann.hear()));
    }

    @AsyncTest
    void theStopTellsAllAndWaitsForThoseWhoHearIt() throws IOException {
        Guest ann = await(guest("ann"));
        Guest bob = await(guest("bob"));
        ScheduledTask<Void> stopping = spawn(chat.stop(Duration.ofSeconds(10)));
        for (Guest each : List.of(ann, bob)) {
            List<String> heard = await(each.hearUntil("the end"));
            assertEquals("* the server stops", heard.get(heard.size() - 1));
            each.close();
        }
        await(stopping);
        assertEquals(0, chat.members());
        assertTrue(EventLoop.current().nanoTime() < Duration.ofSeconds(10).toNanos());
    }

    @AsyncTest
    void connectionsThatBreakLeaveNobodyBehind() throws IOException {
        network.link(Link.normal()
                .latency(Duration.ofMillis(1), Duration.ofMillis(50))
                .resets(0.05)
                .refusals(0.2));
        List<ScheduledTask<Void>> visits = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            visits.add(spawn(visit("guest" + i)));
        }
        await(gather(visits));
        await(sleep(Member.PATIENCE.plusSeconds(1)));
        assertEquals(0, chat.members());
    }

    @AsyncTest(seeds = 1, virtualTime = false)
    void theSameServerRunsOverSockets() throws IOException {
        ChatServer overTcp = new ChatServer(Tcp.network(), "127.0.0.1", 0);
        try (Guest ann = await(Guest.come(Tcp.network(), "127.0.0.1", overTcp.port(), "ann"))) {
            await(ann.say("hello"));
            assertEquals(Optional.of("ann: hello"), await(ann.hear()));
        }
        await(overTcp.stop(Duration.ofSeconds(20)));
    }

    /** Comes, talks, and goes; or is broken off. */
    @Async
    private Task<Void> visit(String name) {
        try (Guest guest = await(guest(name))) {
            await(guest.sayAll(10));
        } catch (IOException broken) {
            return Task.done();
        }
        return Task.done();
    }
}

// SPDX-License-Identifier: Apache-2.0
package com.example.chat;

import static dev.weft.Weft.await;
import static dev.weft.Weft.race;
import static dev.weft.Weft.waitFor;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.net.Connection;
import dev.weft.net.Network;
import dev.weft.net.Server;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/**
 * A server of rooms in which people talk. The first line of a client is its nickname; then come {@code /join ROOM}, {@code /quit}, and
 * lines that are said in the room.
 */
public final class ChatServer {
    /** Who is where. A room that everybody has left is forgotten. */
    private final Map<String, Set<Member>> rooms = new HashMap<>();

    private final Map<String, Member> members = new HashMap<>();
    private final Set<Connection> connections = new LinkedHashSet<>();
    private final Server server;

    /** Listens on a network; for the thread of a loop. */
    public ChatServer(Network network, String host, int port) throws IOException {
        server = network.startServer(this::serve, host, port);
    }

    // region chat-serve
    @Async
    private Task<Void> serve(Connection connection) throws IOException {
        connections.add(connection);
        try {
            Optional<String> name = await(waitFor(Member.readLine(connection), Member.PATIENCE));
            if (name.isPresent()) {
                await(welcome(new Member(name.get(), connection)));
            }
        } catch (IOException | TimeoutException gone) {
            return Task.done(); // whom the others have been told of
        } finally {
            connections.remove(connection);
        }
        return Task.done();
    }

    @Async
    private Task<Void> welcome(Member member) throws IOException, TimeoutException {
        if (members.putIfAbsent(member.name, member) != null) {
            return member.refuse("! there is a " + member.name + " already");
        }
        try {
            return Task.of(await(race(listen(member), member.write())));
        } finally {
            members.remove(member.name);
        }
    }

    /** Does what a member says, until they leave. */
    @Async
    private Task<Void> listen(Member member) throws IOException, TimeoutException {
        String room = "lobby";
        enter(room, member);
        try {
            for (Optional<String> line = await(member.read()); line.isPresent(); line = await(member.read())) {
                String said = line.get();
                if (said.equals("/quit")) {
                    return Task.done();
                } else if (said.startsWith("/join ")) {
                    leave(room, member);
                    room = said.substring("/join ".length());
                    enter(room, member);
                } else {
                    tell(room, member.name + ": " + said);
                }
            }
        } finally {
            leave(room, member);
        }
        return Task.done();
    }
    // endregion

    private void enter(String room, Member member) {
        rooms.computeIfAbsent(room, name -> new LinkedHashSet<>()).add(member);
        tell(room, "* " + member.name + " joins " + room);
    }

    private void leave(String room, Member member) {
        Set<Member> present = rooms.get(room);
        present.remove(member);
        if (present.isEmpty()) {
            rooms.remove(room);
        }
        tell(room, "* " + member.name + " leaves " + room);
    }

    private void tell(String room, String line) {
        for (Member member : rooms.getOrDefault(room, Set.of())) {
            member.tell(line);
        }
    }

    // region chat-stop
    /** Takes nobody in any more, says so to all, and waits until they have been told: those for whom that takes too long are put out. */
    @Async
    public Task<Void> stop(Duration limit) {
        server.close();
        for (Member member : members.values()) {
            member.tell("* the server stops");
            member.end();
        }
        try {
            await(waitFor(server.idle(), limit));
        } catch (TimeoutException late) {
            System.out.println("stopped too late for " + members.keySet());
            Set.copyOf(connections).forEach(Connection::close);
            await(server.idle());
        }
        await(server.closed());
        return Task.done();
    }
    // endregion

    /** How many people are there. */
    public int members() {
        return members.size();
    }

    /** The port that is listened on. */
    public int port() {
        return server.localAddress().getPort();
    }
}

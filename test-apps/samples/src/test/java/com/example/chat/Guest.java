// SPDX-License-Identifier: Apache-2.0
package com.example.chat;

import static dev.weft.Weft.await;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.net.Connection;
import dev.weft.net.Network;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Somebody in a chat, at the other end of the server's connection. */
record Guest(String name, Connection connection) implements AutoCloseable {
    /** Comes in with a nickname, and hears of it. */
    @Async
    static Task<Guest> come(Network from, String name) throws IOException {
        return come(from, "server", 8888, name);
    }

    @Async
    static Task<Guest> come(Network from, String host, int port, String name) throws IOException {
        Guest guest = new Guest(name, await(from.openConnection(host, port)));
        await(guest.say(name));
        await(guest.hearUntil("* " + name + " joins lobby"));
        return Task.of(guest);
    }

    @Async
    Task<Void> say(String line) throws IOException {
        return Member.writeLine(connection, line);
    }

    /** Says some lines, as fast as they go. */
    @Async
    Task<Void> sayAll(int lines) throws IOException {
        for (int i = 0; i < lines; i++) {
            await(say("line " + i));
        }
        return Task.done();
    }

    /** The next line; none when the server has closed the connection. */
    @Async
    Task<Optional<String>> hear() throws IOException {
        return Member.readLine(connection);
    }

    /** All up to a line, and with it; or up to the end, if that comes before. */
    @Async
    Task<List<String>> hearUntil(String last) throws IOException {
        List<String> heard = new ArrayList<>();
        for (Optional<String> line = await(hear()); line.isPresent(); line = await(hear())) {
            heard.add(line.get());
            if (line.get().equals(last)) {
                break;
            }
        }
        return Task.of(heard);
    }

    @Override
    public void close() {
        connection.close();
    }
}

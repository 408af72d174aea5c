// SPDX-License-Identifier: Apache-2.0
package com.example.chat;

import static dev.weft.Weft.await;
import static dev.weft.Weft.waitFor;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.net.Connection;
import dev.weft.sync.Channel;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** Somebody who has come with a nickname, and the lines that are on their way to them. */
final class Member {
    /** How many lines may wait for somebody who reads slowly. */
    static final int BACKLOG = 100;

    /** How long a member may be silent. */
    static final Duration PATIENCE = Duration.ofMinutes(1);

    static final byte[] END_OF_LINE = {'\n'};
    private static final int LONGEST_LINE = 1000;

    final String name;
    private final Connection connection;
    private final Channel<String> outbox;

    Member(String name, Connection connection) {
        this.name = name;
        this.connection = connection;
        this.outbox = Channel.<String>bounded(BACKLOG).named("lines for " + name);
    }

    // region chat-member
    /** Leaves a line for the member. Who does not read what is said is put out: the others wait for nobody. */
    void tell(String line) {
        if (!outbox.isClosed() && !outbox.trySend(line)) {
            connection.close();
        }
    }

    /** Sends what was left for the member, until there will be no more. */
    @Async
    Task<Void> write() throws IOException {
        for (Optional<String> line = await(outbox.next()); line.isPresent(); line = await(outbox.next())) {
            await(writeLine(connection, line.get()));
        }
        return Task.done();
    }

    /** Reads a line; none when the member has gone. */
    @Async
    Task<Optional<String>> read() throws IOException, TimeoutException {
        return Task.of(await(waitFor(readLine(connection), PATIENCE)));
    }
    // endregion

    /** Says that no more lines come. */
    void end() {
        outbox.close();
    }

    /** Says why somebody cannot come in. */
    @Async
    Task<Void> refuse(String why) throws IOException {
        return writeLine(connection, why);
    }

    /** Reads a line; none at the end of the stream. */
    @Async
    static Task<Optional<String>> readLine(Connection connection) throws IOException {
        try {
            byte[] line = await(connection.readUntil(END_OF_LINE, LONGEST_LINE));
            return Task.of(Optional.of(new String(line, 0, line.length - 1, StandardCharsets.UTF_8)));
        } catch (EOFException gone) {
            return Task.of(Optional.empty());
        }
    }

    @Async
    static Task<Void> writeLine(Connection connection, String line) throws IOException {
        await(connection.write((line + '\n').getBytes(StandardCharsets.UTF_8)));
        return Task.done();
    }
}

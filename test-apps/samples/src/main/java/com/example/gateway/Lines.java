// SPDX-License-Identifier: Apache-2.0
package com.example.gateway;

import static dev.weft.Weft.await;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.net.Connection;
import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;

/** Lines on a connection: requests and answers. */
public final class Lines {
    private static final byte[] END = "\n".getBytes(UTF_8);

    private Lines() {}

    /** Reads a line; none at the end of the stream, where half a line is none. */
    @Async
    public static Task<Optional<String>> read(Connection connection, int longest) throws IOException {
        try {
            byte[] line = await(connection.readUntil(END, longest));
            return Task.of(Optional.of(new String(line, 0, line.length - 1, UTF_8)));
        } catch (EOFException end) {
            return Task.of(Optional.empty());
        }
    }

    /** Takes all that is left of the stream. */
    @Async
    static Task<Void> skipAll(Connection connection) throws IOException {
        while (await(connection.read(4096)).length > 0) {}
        return Task.done();
    }

    /** Writes a line. */
    @Async
    public static Task<Void> write(Connection connection, String line) throws IOException {
        await(connection.write((line + '\n').getBytes(UTF_8)));
        return Task.done();
    }
}

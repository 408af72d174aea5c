// SPDX-License-Identifier: Apache-2.0
package dev.weft.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.internal.Script;
import dev.weft.net.Connection;
import dev.weft.net.Server;
import dev.weft.testing.Link;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many connections on a network that delays, splits and resets: each gets its whole answer or a failure, and nothing stays. */
@Timeout(60) // what a broken stream would wait for never comes
class TlsStormTest {
    private static final int CLIENTS = 5;

    private int answered;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void eachIsAnsweredOrTold(long seed) throws IOException, ExecutionException {
        try (Ends ends = new Ends(Ends.Kind.MEMORY, seed)) {
            ends.memory.link(Link.normal()
                    .latency(Duration.ZERO, Duration.ofMillis(20))
                    .splits(0.6)
                    .capacity(5000)
                    .resets(seed % 2 == 0 ? 0 : 0.01));
            Server server = ends.serve(TlsStormTest::echo);
            List<ScheduledTask<?>> asking = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                byte[] sent = new byte[20_000 + i];
                new Random(i).nextBytes(sent);
                asking.add(ends.loop.spawn(ask(ends, server, sent)));
            }
            for (ScheduledTask<?> one : asking) {
                try {
                    ends.run(one);
                } catch (Exception told) {
                    assertTrue(seed % 2 == 1 && told instanceof IOException, told::toString);
                }
            }
            assertTrue(answered == CLIENTS || seed % 2 == 1, () -> "answered: " + answered);
            ends.run(server.stop(Duration.ofMinutes(1)));
            ends.run(Weft.sleep(Duration.ofMinutes(1)));
            assertEquals(0, ends.call(server::connections));
        }
    }

    private Task<String> ask(Ends ends, Server server, byte[] sent) {
        return Script.of(new Script.Body() {
            private @Nullable Connection connection;

            @Override
            public Object run(int step, Script.Last last) throws Throwable {
                if (last.failure() != null && connection != null) {
                    connection.close();
                }
                switch (step) {
                    case 0 -> {
                        return ends.connect(server);
                    }
                    case 1 -> {
                        Connection opened = (Connection) Objects.requireNonNull(last.get());
                        connection = opened;
                        return Weft.gather(opened.write(sent), opened.readExactly(sent.length));
                    }
                    default -> {
                        last.get();
                        answered++;
                        Objects.requireNonNull(connection).close();
                        return "answered";
                    }
                }
            }
        });
    }

    /** Writes back what it reads, until the end of the stream. */
    private static Task<Void> echo(Connection connection) {
        return Script.of((step, last) -> {
            Object got = last.get();
            if (step % 2 == 0) {
                return connection.read(3000);
            }
            byte[] read = (byte[]) Objects.requireNonNull(got);
            return read.length == 0 ? null : connection.write(read);
        });
    }
}

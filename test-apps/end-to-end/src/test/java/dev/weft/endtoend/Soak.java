// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import static dev.weft.Weft.await;
import static dev.weft.Weft.run;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;

import dev.weft.Async;
import dev.weft.EventLoopGroup;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.net.Connection;
import dev.weft.net.GroupServer;
import dev.weft.net.Tcp;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds many idle connections and keeps others busy, and prints ten times how much of the heap is in use. The arguments are how many seconds,
 * idle connections and busy ones: {@code 600 10000 1000}, which needs some 22,000 file descriptors. The exit status is 1 if the heap grows.
 */
public final class Soak {
    private static final int LOOKS = 10;

    /** What is not counted as growth: caches, and what the JIT compiler and the collector need. */
    private static final long SLACK = 2_000_000;

    private static long requests;

    private Soak() {}

    public static void main(String[] args) throws IOException {
        int seconds = Integer.parseInt(args[0]);
        boolean isFlat;
        try (EventLoopGroup group = EventLoopGroup.start("server", 2);
                GroupServer server = Tcp.startServer(group, Soak::echo, "127.0.0.1", 0)) {
            int port = server.localAddress().getPort();
            isFlat = run(soak(port, Duration.ofSeconds(seconds), Integer.parseInt(args[1]), Integer.parseInt(args[2])));
        }
        System.out.println(isFlat ? "the heap is flat" : "the heap grows");
        System.exit(isFlat ? 0 : 1);
    }

    @Async
    static Task<Void> echo(Connection connection) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(64);
        while (await(connection.read(buffer)) >= 0) {
            await(connection.write(buffer.flip()));
            buffer.clear();
        }
        return Task.done();
    }

    @Async
    private static Task<Boolean> soak(int port, Duration time, int idle, int busy) throws IOException {
        List<Connection> idlers = new ArrayList<>();
        for (int i = 0; i < idle; i++) {
            idlers.add(await(Tcp.openConnection("127.0.0.1", port)));
        }
        List<ScheduledTask<Void>> asking = new ArrayList<>();
        for (int i = 0; i < busy; i++) {
            asking.add(spawn("busy", ask(await(Tcp.openConnection("127.0.0.1", port)))));
        }
        List<Long> used = new ArrayList<>();
        for (int look = 1; look <= LOOKS; look++) {
            await(sleep(time.dividedBy(LOOKS)));
            used.add(used());
            System.out.printf("%d/%d: %,d bytes, %,d requests%n", look, LOOKS, used.get(look - 1), requests);
        }
        asking.forEach(ScheduledTask::cancel);
        idlers.forEach(Connection::close);
        return Task.of(used.get(LOOKS - 1) < used.get(LOOKS / 2 - 1) + SLACK && requests > busy);
    }

    /** Asks over and over, and closes its connection when it is cancelled. */
    @Async
    private static Task<Void> ask(Connection connection) throws IOException {
        try (connection) {
            byte[] message = new byte[64];
            while (true) {
                await(connection.write(message));
                await(connection.readExactly(message.length));
                requests++;
            }
        }
    }

    /** What is in use when all is collected that can be. */
    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.Task;
import dev.weft.Waiter;
import dev.weft.Weft;
import dev.weft.net.Connection;
import dev.weft.net.Server;
import dev.weft.net.Tcp;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;

/** A server whose process runs out of file descriptors, and gets them back, twice. Nothing is logged or closed before. */
public final class ScarceDescriptors {
    private static final EventLoop LOOP = EventLoop.create();
    private static int served;

    private ScarceDescriptors() {}

    public static void main(String[] args) throws IOException {
        Server server = call(() -> Tcp.startServer(ScarceDescriptors::serve, "127.0.0.1", 0));
        for (int shortage = 0; shortage < 2; shortage++) {
            int before = served;
            List<SocketChannel> clients = takeAll();
            clients.get(0).connect(server.localAddress());
            until(ScarceDescriptors::pauses);
            for (SocketChannel client : clients.subList(1, clients.size())) {
                client.close();
            }
            until(() -> served > before);
            until(() -> call(() -> server.connections() == 0));
            until(() -> !pauses()); // or the next shortage is taken for there already
            clients.get(0).close();
            System.out.println("served again");
        }
        LOOP.close();
        System.out.println("closed");
    }

    private static Task<Void> serve(Connection connection) {
        served++;
        return Task.done();
    }

    private static List<SocketChannel> takeAll() {
        List<SocketChannel> taken = new ArrayList<>();
        try {
            while (true) {
                taken.add(SocketChannel.open());
            }
        } catch (IOException none) {
            return taken;
        }
    }

    private static boolean pauses() {
        return call(() -> LOOP.tasks().stream().anyMatch(task -> task.name().endsWith(" pausing")));
    }

    private static void until(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            LOOP.run(Weft.sleep(Duration.ofMillis(1)));
        }
    }

    private static <T> T call(Callable<T> code) {
        return LOOP.run(new Call<>(code));
    }

    /** Something to await that runs plain code on the loop. */
    private record Call<T>(Callable<T> code) implements Awaitable<T> {
        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public T result() throws Exception {
            return code.call();
        }

        @Override
        public void subscribe(Waiter waiter) {
            waiter.wake();
        }

        @Override
        public boolean withdraw(Waiter waiter) {
            return true;
        }
    }
}

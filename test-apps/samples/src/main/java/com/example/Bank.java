// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.run;
import static dev.weft.Weft.sleep;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.net.Connection;
import dev.weft.net.Server;
import dev.weft.net.Tcp;
import dev.weft.sync.Mutex;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;

/** A server that moves money between two accounts, with three clients. It hangs. */
@SuppressWarnings("try") // the accounts are held, and nothing else is done with them
public final class Bank {
    private static final Mutex SAVINGS = new Mutex("savings");
    private static final Mutex WALLET = new Mutex("wallet");

    private Bank() {}

    // region bank
    @Async
    static Task<Void> serve(Connection client) throws IOException {
        while (true) {
            byte[] order = await(client.readExactly(1));
            if (order[0] == '+') {
                await(transfer(WALLET, SAVINGS));
            } else {
                await(transfer(SAVINGS, WALLET));
            }
            await(client.write(order));
        }
    }

    @Async
    static Task<Void> transfer(Mutex from, Mutex to) {
        try (var debit = await(from.lock())) {
            await(sleep(Duration.ofMillis(1))); // asks the other bank
            try (var credit = await(to.lock())) {
                await(sleep(Duration.ofMillis(1))); // writes it down
            }
        }
        return Task.done();
    }

    @Async
    static Task<Void> open() throws IOException {
        try (Server server = Tcp.startServer(Bank::serve, "127.0.0.1", 0)) {
            int port = server.localAddress().getPort();
            for (String orders : new String[] {"+", "-", ""}) {
                connectClient(port, orders);
            }
            await(server.closed());
        }
        return Task.done();
    }
    // endregion

    private static void connectClient(int port, String orders) throws IOException {
        Socket socket = new Socket("127.0.0.1", port);
        new Thread(() -> orderAgainAndAgain(socket, orders), "client").start();
    }

    private static void orderAgainAndAgain(Socket socket, String orders) {
        try (socket) {
            do {
                socket.getOutputStream().write(orders.getBytes());
            } while (socket.getInputStream().read() >= 0);
        } catch (IOException e) {
            System.out.println("the server is gone");
        }
    }

    /** Runs the sample, until it is killed. */
    public static void main(String[] args) throws IOException {
        run(open());
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A proxy on plain threads that treats connections badly, one after the other in another way. It passes a few bytes at a time, each after a
 * delay of its own, so that what was sent first on one connection comes after what was sent later on another.
 */
final class FaultyProxy implements AutoCloseable {
    /** What becomes of a connection after some bytes. */
    enum Fate {
        PASSES,
        IS_CUT,
        IS_RESET,
        /** Nothing passes any more, and neither end is told. */
        IS_HALF_OPEN
    }

    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int target;
    private final Random lots;
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    FaultyProxy(int target, long seed) throws IOException {
        this.target = target;
        lots = new Random(seed);
        start("proxy", this::accept);
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return listening.getLocalPort();
    }

    /** The fate of the connection that came as this one, from 0 on. */
    static Fate fate(int connection) {
        return Fate.values()[connection % Fate.values().length];
    }

    private void accept() {
        try {
            for (int i = 0; ; i++) {
                Socket client = listening.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                open.addAll(List.of(client, server));
                Fate fate = fate(i);
                int limit = fate == Fate.PASSES ? Integer.MAX_VALUE : 20 + draw(60);
                start("to server " + i, () -> pump(client, server, fate, limit));
                start("to client " + i, () -> pump(server, client, fate, Integer.MAX_VALUE));
            }
        } catch (IOException closed) {
            return;
        }
    }

    private int draw(int bound) {
        synchronized (lots) {
            return lots.nextInt(bound);
        }
    }

    private void pump(Socket from, Socket to, Fate fate, int limit) {
        byte[] piece = new byte[16];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            int passed = 0;
            for (int read = in.read(piece, 0, 1 + draw(piece.length)); read >= 0; ) {
                Thread.sleep(draw(3));
                out.write(piece, 0, read);
                passed += read;
                if (passed >= limit) {
                    end(fate, from, to);
                    return;
                }
                read = in.read(piece, 0, 1 + draw(piece.length));
            }
            to.shutdownOutput();
        } catch (IOException | InterruptedException ended) { // the other direction has, or one of the peers
            close(from, to);
        }
    }

    private static void end(Fate fate, Socket from, Socket to) throws IOException {
        if (fate == Fate.IS_RESET) {
            from.setSoLinger(true, 0);
            to.setSoLinger(true, 0);
        }
        if (fate != Fate.IS_HALF_OPEN) {
            close(from, to);
        }
    }

    private static void close(Socket... sockets) {
        for (Socket socket : sockets) {
            try {
                socket.close();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    /** Ends all connections, those that were half-open too. */
    @Override
    public void close() throws IOException {
        listening.close();
        close(open.toArray(Socket[]::new));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.net.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** Blocking code, a virtual thread for each connection. Needs JDK 21; found by reflection, since we compile for 17. */
public final class VirtualThreadServer {
    private VirtualThreadServer() {}

    /** Runs the server. */
    public static void main(String[] args) throws IOException, ReflectiveOperationException {
        Arguments arguments = Arguments.of(args);
        Executor threads = virtualThreads();
        try (ServerSocket listener =
                new ServerSocket(arguments.port(), Arguments.BACKLOG, InetAddress.getLoopbackAddress())) {
            Arguments.sayReady();
            while (true) {
                Socket socket = listener.accept();
                threads.execute(() -> serve(socket, arguments.answers()));
            }
        }
    }

    private static Executor virtualThreads() throws ReflectiveOperationException {
        try {
            return (Executor)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("no virtual threads", e.getCause());
        }
    }

    private static void serve(Socket socket, boolean answers) {
        byte[] answer = Arguments.answer();
        byte[] buffer = new byte[Arguments.READ_SIZE];
        try (socket;
                InputStream in = socket.getInputStream();
                OutputStream out = socket.getOutputStream()) {
            socket.setTcpNoDelay(true);
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                if (answers) {
                    out.write(answer);
                } else {
                    out.write(buffer, 0, count);
                }
            }
        } catch (IOException failed) {
            System.err.println("a connection failed: " + failed);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.net;

import dev.weft.benchmarks.net.server.Keys;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * Loads an echo server over TLS: a thread for each connection, which sends a message when the one before has come back. It is told, and
 * tells, what the load generator in C does, but for percentiles of times.
 */
final class TlsLoad {
    private static final LongAdder ANSWERS = new LongAdder();

    private TlsLoad() {}

    static List<String> command(Settings settings) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-D" + Keys.PROPERTY + "=" + settings.keys(),
                "-cp",
                settings.target().resolve("classes").toString(),
                TlsLoad.class.getName());
    }

    /** Runs it: PORT CONNECTIONS BYTES WARM-UP-SECONDS SECONDS SERVER-PID. */
    public static void main(String[] args) throws Exception {
        SSLContext context = Keys.context();
        for (int i = 0; i < Integer.parseInt(args[1]); i++) {
            SSLSocket socket =
                    (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", Integer.parseInt(args[0]));
            socket.setTcpNoDelay(true);
            Thread thread = new Thread(() -> ask(socket, new byte[Integer.parseInt(args[2])]));
            thread.setDaemon(true);
            thread.start();
        }
        Thread.sleep(Integer.parseInt(args[3]) * 1000L);
        measure(Integer.parseInt(args[4]), Long.parseLong(args[5]));
    }

    private static void ask(SSLSocket socket, byte[] message) {
        Arrays.fill(message, (byte) 'x');
        byte[] answer = new byte[message.length];
        try (socket) {
            OutputStream out = socket.getOutputStream();
            DataInputStream in = new DataInputStream(socket.getInputStream());
            while (true) {
                out.write(message);
                in.readFully(answer);
                if (!Arrays.equals(message, answer)) {
                    throw new IOException("the server sent something else than was sent to it");
                }
                ANSWERS.increment();
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void measure(int seconds, long pid) throws InterruptedException {
        ProcessTimes server = ProcessTimes.of(pid);
        ProcessTimes own = ProcessTimes.of(ProcessHandle.current().pid());
        long answers = ANSWERS.sum();
        long start = System.nanoTime();
        for (int i = 0; i < seconds; i++) {
            measureSecond(pid);
        }
        long wall = System.nanoTime() - start;
        ProcessTimes used = ProcessTimes.of(pid).since(server);
        ProcessTimes ownUsed = ProcessTimes.of(ProcessHandle.current().pid()).since(own);
        System.out.println("requests " + (ANSWERS.sum() - answers));
        System.out.println("wall " + wall / 1000);
        System.out.println("user " + used.user());
        System.out.println("system " + used.system());
        System.out.println("load " + ownUsed.total());
    }

    private static void measureSecond(long pid) throws InterruptedException {
        ProcessTimes before = ProcessTimes.of(pid);
        long answers = ANSWERS.sum();
        Thread.sleep(1000);
        ProcessTimes used = ProcessTimes.of(pid).since(before);
        long answered = ANSWERS.sum() - answers;
        if (answered > 0) {
            System.out.println("second " + used.total() / answered);
        }
    }
}

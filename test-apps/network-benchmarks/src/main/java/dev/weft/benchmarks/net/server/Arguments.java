// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.net.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * What a server is told.
 *
 * @param port where to listen, on 127.0.0.1
 * @param mode what the server is used for: {@code answer} if each read is answered by {@link #ANSWER}, else it echoes
 */
record Arguments(int port, String mode) {
    /** 106 bytes, the size of the request that {@code ab} sends. */
    private static final byte[] ANSWER = """
            HTTP/1.1 200 OK\r
            Connection: keep-alive\r
            Content-Type: text/plain\r
            Content-Length: 17\r
            \r
            Hello from here!
            """.getBytes(US_ASCII);

    static final String HOST = "127.0.0.1";

    /** The most that a server takes with one read. */
    static final int READ_SIZE = 64 * 1024;

    static final int BACKLOG = 4096;

    static Arguments of(String... arguments) {
        return new Arguments(Integer.parseInt(arguments[0]), arguments[1]);
    }

    boolean answers() {
        return mode.equals("answer");
    }

    boolean isTls() {
        return mode.equals("tls");
    }

    boolean isWithoutBuffer() {
        return mode.equals("idle") || mode.equals("short");
    }

    /** How many threads serve. */
    int loops() {
        return mode.equals("loops") ? 2 : 1;
    }

    static byte[] answer() {
        return ANSWER.clone();
    }

    /** The benchmark waits for this line. */
    static void sayReady() {
        System.out.println("ready");
    }
}

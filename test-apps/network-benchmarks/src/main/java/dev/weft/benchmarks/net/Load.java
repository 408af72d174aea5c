// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.net;

import java.util.List;

/**
 * What is asked of a server.
 *
 * @param name what results call it
 * @param connections how many connections there are, each with one request outstanding
 * @param bytes the size of a request
 * @param answers whether {@code ab} sends the requests, and the server answers every read with 106 bytes; else it echoes
 */
record Load(String name, int connections, int bytes, boolean answers) {
    static final List<Load> ALL = List.of(
            new Load("echo-64", 64, 64, false),
            new Load("echo-1000", 1000, 64, false),
            new Load("ab-1000", 1000, 106, true),
            new Load("transfer", 16, 64 * 1024, false),
            new Load("ping-pong", 1, 64, false));

    String parameters() {
        return "connections=" + connections + " bytes=" + bytes;
    }

    String mode() {
        return answers ? "answer" : "echo";
    }
}

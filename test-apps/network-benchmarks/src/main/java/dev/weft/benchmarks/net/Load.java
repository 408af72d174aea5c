// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.net;

import java.util.List;
import java.util.Locale;

/**
 * What is asked of a server.
 *
 * @param name what results call it
 * @param connections how many connections there are, each with one request outstanding
 * @param bytes the size of a request
 * @param kind what is done with them
 */
record Load(String name, int connections, int bytes, Kind kind) {
    static final List<Load> ALL = List.of(
            new Load("echo-64", 64, 64, Kind.ECHO),
            new Load("echo-1000", 1000, 64, Kind.ECHO),
            new Load("ab-1000", 1000, 106, Kind.ANSWER),
            new Load("transfer", 16, 64 * 1024, Kind.ECHO),
            new Load("ping-pong", 1, 64, Kind.ECHO),
            new Load("two-loops", 1000, 64, Kind.LOOPS),
            new Load("short", 64, 64, Kind.SHORT),
            new Load("datagrams", 64, 64, Kind.DATAGRAMS),
            new Load("tls-64", 64, 64, Kind.TLS),
            new Load("idle", 9900, 64, Kind.IDLE));

    /** How a server is used. */
    enum Kind {
        /** It echoes what it reads. */
        ECHO,
        /** {@code ab} sends the requests, and it answers every read with 106 bytes. */
        ANSWER,
        /** It echoes on two loops, and may use both cores. */
        LOOPS,
        /** Each connection is for one request: what is counted are connections. */
        SHORT,
        /** It echoes datagrams, of which each client has 16 outstanding. */
        DATAGRAMS,
        /** It echoes over TLS. */
        TLS,
        /** It has echoed once on each connection, and waits: what is measured is its heap. */
        IDLE;

        /** How the server is told. */
        String mode() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    String parameters() {
        return "connections=" + connections + " bytes=" + bytes;
    }
}

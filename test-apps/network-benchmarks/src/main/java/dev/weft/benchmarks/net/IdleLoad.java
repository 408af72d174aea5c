// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.net;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Opens connections, on each of which the server echoes once, and asks the JVM of the server how much its heap has grown by them. */
final class IdleLoad {
    List<Sample> run(ServerProcess server, Load load) throws IOException {
        List<SocketChannel> connections = new ArrayList<>();
        try {
            echo(server, load, connections); // whose classes and tables are there from then on
            double before = heap(server);
            while (connections.size() <= load.connections()) {
                echo(server, load, connections);
            }
            return List.of(new Sample(Sample.HEAP, "B", (heap(server) - before) / load.connections()));
        } finally {
            for (SocketChannel connection : connections) {
                connection.close();
            }
        }
    }

    private static void echo(ServerProcess server, Load load, List<SocketChannel> connections) throws IOException {
        SocketChannel connection =
                SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
        connections.add(connection);
        connection.write(ByteBuffer.allocate(load.bytes()));
        ByteBuffer answer = ByteBuffer.allocate(load.bytes());
        while (answer.hasRemaining()) {
            if (connection.read(answer) < 0) {
                throw new EOFException("the server ended a connection");
            }
        }
    }

    /** The bytes of all objects that are alive, which the JVM counts behind a collection. */
    private static double heap(ServerProcess server) {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        String histogram = "";
        for (int collections = 0; collections < 2; collections++) { // what has a cleaner goes with the second
            histogram = Output.ofSuccess(List.of(jcmd, Long.toString(server.pid()), "GC.class_histogram"));
        }
        String total = histogram.strip().lines().reduce("", (line, next) -> next);
        return Double.parseDouble(total.replaceAll("Total +\\d+ +(\\d+)", "$1"));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import dev.weft.EventLoop;
import dev.weft.Task;
import dev.weft.Weft;
import java.io.FileInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A program that uses up its descriptors, and prints what it is told then. */
final class FewDescriptors {
    /** What needs a descriptor. */
    private interface Opening {
        AutoCloseable open() throws IOException;
    }

    private FewDescriptors() {}

    public static void main(String[] args) {
        Path path = Path.of(args[0]);
        List<Opening> openings = List.of(
                () -> Tcp.startServer(connection -> Task.done(), "127.0.0.1", 0),
                () -> Unix.startServer(connection -> Task.done(), path),
                () -> Udp.openEndpoint("127.0.0.1", 0));
        try (EventLoop loop = EventLoop.create()) {
            loop.post(() -> {
                openings.forEach(FewDescriptors::told); // so that all is loaded that has to be
                loadWords();
                List<AutoCloseable> all = fill();
                List<String> told = openings.stream().map(FewDescriptors::told).toList();
                all.forEach(FewDescriptors::close);
                told.forEach(System.out::println);
            });
            loop.run(Weft.sleep(Duration.ofMillis(1)));
        }
    }

    /** What says so is loaded before, too: from a folder that takes a descriptor. */
    private static void loadWords() {
        IOException unused = SystemFailures.of(
                Addresses.text(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                new SocketException("none"));
    }

    private static String told(Opening opening) {
        try (AutoCloseable opened = opening.open()) {
            return "opened " + opened;
        } catch (Exception failed) {
            return failed.toString();
        }
    }

    private static List<AutoCloseable> fill() {
        List<AutoCloseable> all = new ArrayList<>();
        try {
            while (true) {
                all.add(new FileInputStream("/dev/null"));
            }
        } catch (IOException full) {
            return all;
        }
    }

    private static void close(AutoCloseable opened) {
        try {
            opened.close();
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }
}

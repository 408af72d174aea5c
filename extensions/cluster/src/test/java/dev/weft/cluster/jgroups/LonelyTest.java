// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster.jgroups;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LonelyTest {
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    private static Lonely withContact(String host, int port) {
        return new Lonely(
                new TcpOptions(HERE, 1, List.of(new InetSocketAddress(host, port)), Duration.ofSeconds(1), null, null));
    }

    @Test
    void asksAtTheFailureDetectorWhichLogsNobodyWhoSaysNothing() throws IOException {
        try (ServerSocket listening = new ServerSocket(0, 1, HERE)) {
            int port = listening.getLocalPort();
            assertTrue(withContact("127.0.0.1", port - 100).isSomebodyThere());
        }
    }

    @Test
    void findsNobodyWhereNoNodeCanBe() {
        assertFalse(withContact("127.0.0.1", 65_500).isSomebodyThere());
        assertFalse(withContact("no-such-host.invalid", 7800).isSomebodyThere());
    }
}

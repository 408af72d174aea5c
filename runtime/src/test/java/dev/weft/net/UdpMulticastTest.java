// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.util.Collections;
import java.util.Optional;

/** {@link MulticastContract} over UDP, on the first interface that multicasts. */
class UdpMulticastTest extends MulticastContract {
    UdpMulticastTest() throws IOException {
        super(Datagrams.Over.UDP, multicasting());
    }

    private static NetworkInterface multicasting() throws IOException {
        Optional<NetworkInterface> found = Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
                .filter(UdpMulticastTest::multicasts)
                .findFirst();
        assumeTrue(found.isPresent(), "there is no network interface here that multicasts over IPv4");
        return found.orElseThrow();
    }

    private static boolean multicasts(NetworkInterface candidate) {
        try {
            return candidate.isUp()
                    && candidate.supportsMulticast()
                    && !candidate.isLoopback()
                    && candidate.inetAddresses().anyMatch(Inet4Address.class::isInstance);
        } catch (IOException gone) {
            return false;
        }
    }
}

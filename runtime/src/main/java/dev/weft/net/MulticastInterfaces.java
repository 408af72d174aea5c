// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.util.Collections;

/** Where a group is joined when nobody says where. */
final class MulticastInterfaces {
    private MulticastInterfaces() {}

    /** The interface that the socket multicasts by, if one is set; else the first that is up, can do that, and has an address of the family. */
    static NetworkInterface of(DatagramChannel channel, InetAddress group) throws IOException {
        NetworkInterface set = channel.getOption(StandardSocketOptions.IP_MULTICAST_IF);
        if (set != null) {
            return set;
        }
        for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            if (each.isUp() && each.supportsMulticast() && !each.isLoopback() && hasAddressLike(group, each)) {
                return each;
            }
        }
        throw new SocketException(
                "cannot join " + group.getHostAddress()
                        + ": no network interface is up that multicasts and has an address of its family. Name one, such as NetworkInterface.getByName(\"lo\").");
    }

    private static boolean hasAddressLike(InetAddress group, NetworkInterface candidate) {
        return candidate.inetAddresses().anyMatch(address -> address.getClass() == group.getClass());
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import java.io.IOException;
import java.net.NetworkInterface;

/** {@link MulticastContract} in memory. */
class MemoryMulticastTest extends MulticastContract {
    MemoryMulticastTest() throws IOException {
        super(Datagrams.Over.MEMORY, NetworkInterface.getByInetAddress(Loopback.HOST));
    }
}

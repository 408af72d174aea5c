// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

/** {@link DatagramEndpointContract} in memory. */
class MemoryDatagramEndpointTest extends DatagramEndpointContract {
    MemoryDatagramEndpointTest() {
        super(Datagrams.Over.MEMORY);
    }
}

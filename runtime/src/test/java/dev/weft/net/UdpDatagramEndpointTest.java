// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

/** {@link DatagramEndpointContract} over UDP. */
class UdpDatagramEndpointTest extends DatagramEndpointContract {
    UdpDatagramEndpointTest() {
        super(Datagrams.Over.UDP);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

/** {@link DatagramContract} over UDP. */
class UdpDatagramTest extends DatagramContract {
    UdpDatagramTest() {
        super(Datagrams.Over.UDP);
    }
}

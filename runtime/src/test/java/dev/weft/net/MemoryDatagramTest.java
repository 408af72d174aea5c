// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

/** {@link DatagramContract} in memory. */
class MemoryDatagramTest extends DatagramContract {
    MemoryDatagramTest() {
        super(Datagrams.Over.MEMORY);
    }
}

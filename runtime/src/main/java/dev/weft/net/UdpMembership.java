// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.MembershipKey;

/** A socket's membership in a multicast group. */
record UdpMembership(DatagramTransport of, MembershipKey key) implements Membership {
    @Override
    public InetAddress group() {
        return key.group();
    }

    @Override
    public void block(InetAddress source) throws IOException {
        requireValid("block(...)");
        try {
            key.block(source);
        } catch (IOException failed) {
            throw SystemFailures.of(of, failed);
        }
    }

    @Override
    public void unblock(InetAddress source) {
        requireValid("unblock(...)");
        key.unblock(source);
    }

    private void requireValid(String operation) {
        if (!key.isValid()) {
            throw new IllegalStateException(operation + ": " + of + " has left group " + group().getHostAddress());
        }
    }

    @Override
    public void leave() {
        key.drop();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import java.io.IOException;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/** How often an endpoint has joined each of its groups: the transport joins once, and leaves when all have left. Loop thread only. */
final class Memberships {
    private final Object endpoint;
    private final Map<Membership, Integer> holders = new HashMap<>(2);

    Memberships(Object endpoint) {
        this.endpoint = endpoint;
    }

    /** Makes a membership of its own of one of the transport, which may be there already. */
    Membership shared(Membership joined) {
        holders.merge(joined, 1, Integer::sum);
        return new Shared(joined);
    }

    private void leaveOnce(Membership joined) {
        int others = holders.getOrDefault(joined, 1) - 1;
        if (others > 0) {
            holders.put(joined, others);
        } else {
            holders.remove(joined);
            joined.leave();
        }
    }

    /** A membership as one of those who have joined has it. */
    private final class Shared implements Membership {
        private final Membership joined;
        private boolean isLeft;

        Shared(Membership joined) {
            this.joined = joined;
        }

        @Override
        public InetAddress group() {
            return joined.group();
        }

        @Override
        public void block(InetAddress source) throws IOException {
            requireIn("block(...)");
            joined.block(source);
        }

        @Override
        public void unblock(InetAddress source) {
            requireIn("unblock(...)");
            joined.unblock(source);
        }

        private void requireIn(String operation) {
            if (isLeft) {
                throw new IllegalStateException(operation + ": the membership of " + endpoint + " in group "
                        + group().getHostAddress() + " was left; join(...) gives another one");
            }
        }

        @Override
        public void leave() {
            if (!isLeft) {
                isLeft = true;
                leaveOnce(joined);
            }
        }

        @Override
        public String toString() {
            return "membership of " + endpoint + " in group " + group().getHostAddress();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster.jgroups;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;
import org.jgroups.protocols.SHARED_LOOPBACK;
import org.jgroups.protocols.SHARED_LOOPBACK_PING;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.protocols.pbcast.NAKACK2;
import org.jgroups.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The threads that send. */
class SendersTest {
    private static final long IDLE_MILLIS = 20;

    private final Senders senders = new Senders(IDLE_MILLIS);
    private JChannel channel;

    @BeforeEach
    void connect() throws Exception {
        SHARED_LOOPBACK transport = new SHARED_LOOPBACK();
        transport.setBundler(senders);
        channel = new JChannel(
                List.of(transport, new SHARED_LOOPBACK_PING(), new NAKACK2(), new GMS().printLocalAddress(false)));
        channel.connect("senders");
    }

    @AfterEach
    void close() {
        channel.close();
    }

    private void send(Address to) throws Exception {
        senders.send(new BytesMessage(to, new byte[1]));
    }

    @Test
    void endThatForWhoHasNeverBecomeAMember() throws Exception {
        send(channel.getAddress());
        int ofMembers = senders.threads();
        for (int i = 0; i < 100; i++) {
            send(UUID.randomUUID());
        }
        while (senders.threads() > ofMembers) {
            Thread.sleep(IDLE_MILLIS);
        }
        send(channel.getAddress());
        assertEquals(ofMembers, senders.threads());
    }

    @Test
    void beginsNoneWhenTheNodeHasLeft() throws Exception {
        Address self = channel.getAddress();
        channel.close();
        send(self);
        send(UUID.randomUUID());
        assertEquals(0, senders.threads());
    }
}

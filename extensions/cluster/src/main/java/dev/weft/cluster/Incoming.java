// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import dev.weft.cluster.transport.Peer;
import dev.weft.cluster.transport.Receiver;
import dev.weft.cluster.transport.View;
import dev.weft.spi.Reports;
import java.io.DataInputStream;
import java.io.IOException;

/** Takes what comes off the threads of the transport, and hands it to the loop. */
record Incoming(Node node, Numbers numbers) implements Receiver {
    @Override
    public void view(View view) {
        node.post(() -> node.seen(view));
    }

    @Override
    public void request(Peer from, byte[] bytes, Reply reply) {
        try {
            DataInputStream in = Wire.read(bytes);
            int kind = kind(in);
            if (kind == Wire.DUMP) {
                NodeDumps.answer(reply); // not on the loop, which may be blocked
            } else if (kind == Wire.SIGN) {
                reply.send(Answer.value(null).bytes());
            } else if (kind == Wire.LEASE) {
                String epoch = in.readUTF();
                node.post(() -> reply.send(node.ownership().grant(epoch).bytes()));
            } else if (kind == Wire.REQUEST) {
                Request request = Wire.readRequest(in);
                if (numbers.isFirst(from, request.number)) {
                    node.serving().offered(from, request, reply);
                }
            } else {
                throw new IOException("a request of kind " + kind);
            }
        } catch (IOException unreadable) {
            reply.send(
                    Answer.without(Answer.Status.NOT_SERVED, "it cannot read the request: " + unreadable.getMessage())
                            .bytes());
        }
    }

    @Override
    public void message(Peer from, byte[] bytes) {
        try {
            DataInputStream in = Wire.read(bytes);
            int kind = kind(in);
            if (kind == Wire.CANCEL) {
                long number = in.readLong();
                node.post(() -> node.serving().cancel(from, number));
            } else if (kind == Wire.OFFER) {
                if (numbers.isFirst(from, in.readLong())) {
                    Offer offer = Wire.readOffer(in);
                    node.post(() -> node.offered(from, offer));
                }
            } else {
                throw new IOException("a message of kind " + kind);
            }
        } catch (IOException unreadable) {
            Reports.warning(
                    "Node " + node.name() + " cannot read what " + from + " has sent: " + unreadable.getMessage(),
                    null);
        }
    }

    private static int kind(DataInputStream in) throws IOException {
        Wire.readVersion(in);
        return in.readByte();
    }
}

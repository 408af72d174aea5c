// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster.jgroups;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.jgroups.JChannel;
import org.jspecify.annotations.Nullable;

/**
 * Whether anybody is there. Keeps a node from beginning a cluster of its own beside one that did not let it in. JGroups does that when nobody has answered, and so it
 * does when its certificate is not trusted, when it speaks plain text to those who do not, or when it is stopped for long on the other side.
 *
 * @param options says where others may be
 */
record Lonely(TcpOptions options) {
    /** Nodes that start at the same time may find one another by then: a merge of JGroups takes some seconds. */
    private static final long PATIENCE_NANOS = 12_000_000_000L;

    private static final long LOOK_AGAIN_MILLIS = 1000;
    private static final int CONNECT_MILLIS = 500;

    /** How far above the port of a node that of its failure detector is. */
    private static final int DETECTOR = 100;

    private static final int MOST_PORT = 65_535;

    /** Whether somebody listens where others may be. */
    boolean isSomebodyThere() {
        return listening() != null;
    }

    /** Waits while this node is alone and somebody listens where others may be; fails if that stays so. */
    void requireNobody(JChannel joined, String cluster) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE_NANOS;
        for (InetSocketAddress contact = listening();
                contact != null && joined.getView().size() == 1;
                contact = listening()) {
            if (System.nanoTime() - until > 0) {
                throw new IllegalStateException(
                        "whoever listens on " + contact.getHostString() + ":" + contact.getPort()
                                + " has not let it in. All nodes of a cluster have the same ClusterConfig.tls(...), with"
                                + " certificates that the others trust, or none of them has; and the same token. That may also be"
                                + " no node of cluster " + cluster + ", or one that hangs.");
            }
            Thread.sleep(LOOK_AGAIN_MILLIS);
        }
    }

    /** Returns where somebody listens besides this node; null if nobody does. */
    private @Nullable InetSocketAddress listening() {
        return options.contacts().stream()
                .filter(contact -> !isOwn(contact) && isListening(contact))
                .findFirst()
                .orElse(null);
    }

    private boolean isOwn(InetSocketAddress contact) {
        return contact.equals(new InetSocketAddress(options.host(), options.port()));
    }

    /** Asks at the failure detector: at the port of the node, whoever comes and says nothing is in its log as a failure. */
    private static boolean isListening(InetSocketAddress contact) {
        int port = contact.getPort() + DETECTOR;
        if (port > MOST_PORT) {
            return false; // no node is there
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(contact.getHostString(), port), CONNECT_MILLIS);
            return true;
        } catch (IOException nobody) {
            return false;
        }
    }
}

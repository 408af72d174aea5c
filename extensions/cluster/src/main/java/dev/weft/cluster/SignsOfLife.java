// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import dev.weft.cluster.transport.Peer;
import dev.weft.spi.LoopTimer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether those who were asked are still heard. A failure detector of the transport hears who sends, and a member that sends may hear
 * nobody: it stays in the view, and would never answer. So who is asked and says nothing for a while is asked for a sign of life, which its
 * transport gives, however busy its loop is. Loop thread only.
 */
final class SignsOfLife {
    /** How often it looks in the time of a silence. */
    private static final int LOOKS = 4;

    private static final byte[] QUESTION = Wire.message(Wire.SIGN, out -> {});

    private final Node node;
    private final long silence;

    /** When each of those who are asked was last heard, or first asked. */
    private final Map<Peer, Long> heard = new HashMap<>();

    private @Nullable LoopTimer timer;

    SignsOfLife(Node node) {
        this.node = node;
        this.silence = node.config().values().silence.toNanos();
    }

    /** Something is asked of a peer. */
    void asked(Peer peer) {
        heard.putIfAbsent(peer, node.loop().nanoTime());
        if (timer == null) {
            timer = LoopTimer.set(node.loop(), silence / LOOKS, this::look);
        }
    }

    /** A peer has answered something. */
    void answered(Peer peer) {
        heard.computeIfPresent(peer, (same, before) -> node.loop().nanoTime());
    }

    private void look() {
        timer = null;
        Set<Peer> asked = node.calls().peers();
        heard.keySet().retainAll(asked);
        for (Map.Entry<Peer, Long> entry : List.copyOf(heard.entrySet())) {
            long quiet = node.loop().nanoTime() - entry.getValue();
            if (quiet > silence) {
                heard.remove(entry.getKey());
                node.calls().endSilent(entry.getKey());
            } else if (quiet >= silence / LOOKS) {
                ask(entry.getKey());
            }
        }
        if (!heard.isEmpty()) {
            timer = LoopTimer.set(node.loop(), silence / LOOKS, this::look);
        }
    }

    private void ask(Peer peer) {
        try {
            node.transport().ask(peer, QUESTION).thenAccept(sign -> node.post(() -> answered(peer)));
        } catch (RuntimeException unsent) {
            return; // then nothing is heard
        }
    }

    void close() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}

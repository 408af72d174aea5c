// SPDX-License-Identifier: Apache-2.0
package dev.weft.http.websocket;

import dev.weft.net.Connection;
import dev.weft.sync.Event;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** How a WebSocket ends: what both sides have said, or what has gone wrong. Loop thread only. */
final class Ending {
    private final Connection connection;
    private final Sender sender;
    private final Inbox inbox;

    /** Nothing more comes. */
    final Event over = new Event("peer of a WebSocket that says no more");

    private @Nullable CloseReason said;
    private @Nullable WebSocketException failure;

    Ending(Connection connection, Sender sender, Inbox inbox) {
        this.connection = connection;
        this.sender = sender;
        this.inbox = inbox;
    }

    /** What the peer has said; null if it has said nothing yet, or never will. */
    @Nullable
    CloseReason said() {
        return said;
    }

    /** Nothing comes behind this of the peer. */
    void peerSays(CloseReason reason) {
        said = reason;
    }

    /** Says the same to the peer, if it has said something, or what it must not have done. */
    void answer() {
        if (said != null) {
            sender.close(new CloseReason(said.code(), ""));
        } else if (failure != null && !isLost()) {
            tell(failure);
        }
    }

    /** Whether nothing that comes is wanted any more. */
    boolean hasBegun() {
        return said != null || (failure != null && sender.told() != null);
    }

    /** Whether there is nobody whom anything could be told. */
    boolean isLost() {
        return failure != null && failure.code() == CloseReason.LOST;
    }

    /** Whether it has come so far that an exception of who uses it is about that. */
    boolean isItsOwn() {
        return over.isSet() || isLost() || sender.told() != null;
    }

    // ------------------------------------------------------------------ what goes wrong

    /** Nothing more comes, as the peer is lost or has done what it must not. What has come before can still be taken and answered. */
    void fail(WebSocketException broken) {
        if (failure == null) {
            failure = broken;
        }
    }

    /** Ends it because of what this side does not take. */
    WebSocketException refuse(WebSocketException broken) {
        fail(broken);
        inbox.drop();
        tell(broken);
        return broken;
    }

    private void tell(WebSocketException broken) {
        sender.close(new CloseReason(broken.code(), shortened(broken.what())));
    }

    /** As much as a close can say. */
    private static String shortened(String text) {
        return text.substring(0, Math.min(text.length(), 100)).replaceAll("[^ -~]", "?");
    }

    WebSocketException lost(IOException gone) {
        String why = connection.isOpen() ? "is lost: " + gone.getMessage() : "was closed";
        return new WebSocketException(
                CloseReason.LOST, "the connection to " + connection.peerAddress() + ' ' + why, gone);
    }

    // ------------------------------------------------------------------ what is told of it

    /** What somebody is told who receives; null if both sides have wished the end. */
    @Nullable
    WebSocketException failure() {
        CloseReason reason = said;
        WebSocketException broken = failure;
        if (reason != null) {
            return reason.isNormal() ? null : closed(reason, null);
        }
        boolean isWished = sender.told() != null && isLost();
        return broken == null || isWished ? null : broken.again();
    }

    /** What somebody is told who cannot send. */
    WebSocketException explained(IOException failed) {
        if (failed instanceof WebSocketException told && !over.isSet()) {
            return told;
        }
        if (!(failed instanceof WebSocketException)) { // which whoever reads will be told, too
            fail(lost(failed));
        }
        WebSocketException why = failure();
        if (why != null) {
            return why;
        }
        return said == null ? lost(failed) : closed(said, failed);
    }

    private WebSocketException closed(CloseReason reason, @Nullable IOException failed) {
        return new WebSocketException(reason.code(), connection.peerAddress() + " has closed with " + reason, failed);
    }
}

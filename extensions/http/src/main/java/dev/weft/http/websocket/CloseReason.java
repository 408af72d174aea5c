// SPDX-License-Identifier: Apache-2.0
package dev.weft.http.websocket;

/**
 * What one side has said at the end of a WebSocket.
 *
 * @param code 1000 if all is well; 1005 if none was given, 1006 if the connection was lost without one
 * @param text for people; may be empty, not null
 */
public record CloseReason(int code, String text) {
    static final int NORMAL = 1000;
    static final int GOING_AWAY = 1001;
    static final int PROTOCOL = 1002;
    static final int NO_CODE = 1005;
    static final int LOST = 1006;
    static final int NOT_UTF8 = 1007;
    static final int TOO_BIG = 1009;
    static final int FAILED = 1011;

    /** Whether it may be sent (RFC 6455, 7.4.1 and 7.4.2). */
    static boolean maySend(int code) {
        return (code >= 1000 && code <= 1014 && code != 1004 && code != NO_CODE && code != LOST)
                || (code >= 3000 && code <= 4999);
    }

    /** Whether a peer that says so has said all that it wanted to. */
    boolean isNormal() {
        return code == NORMAL || code == GOING_AWAY || code == NO_CODE;
    }

    /** Code and text, for messages. */
    @Override
    public String toString() {
        return text.isEmpty() ? Integer.toString(code) : code + " \"" + text + '"';
    }
}

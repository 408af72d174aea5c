// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import java.io.IOException;
import java.net.BindException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.util.regex.Pattern;

/** What the system says, with what it does not say. */
final class SystemFailures {
    private SystemFailures() {}

    /** What systems call a connection that the peer has broken off. */
    private static final Pattern BROKEN_OFF =
            Pattern.compile("Connection reset.*|Broken pipe|.*(forcibly closed|connection was aborted).*");

    /** Whether the peer has reset the connection. A broken pipe is none: the end of what the peer has sent was there before. */
    static boolean isReset(IOException failed) {
        String text = String.valueOf(failed.getMessage());
        return BROKEN_OFF.matcher(text).matches() && !text.equals("Broken pipe");
    }

    /** As {@link #of}, with a type of its own for what was broken off, by the peer or for want of one. */
    static IOException ofStream(Object endpoint, IOException failed) {
        String text = String.valueOf(failed.getMessage());
        if (!BROKEN_OFF.matcher(text).matches()) {
            return of(endpoint, failed);
        }
        ConnectionResetException named = new ConnectionResetException(text + " (" + endpoint + ')');
        named.setStackTrace(failed.getStackTrace());
        return named;
    }

    /** Adds of what it is to what the system says. Type and trace stay, and so does an exception that takes no message. */
    static IOException of(Object endpoint, IOException failed) {
        String text = failed.getMessage() + " (" + endpoint + ')';
        IOException named;
        if (failed.getClass() == IOException.class) {
            named = new IOException(text);
        } else if (failed.getClass() == SocketException.class) {
            named = new SocketException(text);
        } else if (failed.getClass() == BindException.class) { // also that a broadcast is not permitted
            named = new BindException(text);
        } else if (failed.getClass() == NoRouteToHostException.class) {
            named = new NoRouteToHostException(text);
        } else {
            return failed;
        }
        named.setStackTrace(failed.getStackTrace());
        return named;
    }
}

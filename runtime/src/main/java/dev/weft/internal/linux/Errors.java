// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.linux;

import java.io.IOException;
import java.net.SocketException;
import java.util.Map;

/** What the JDK says where the system gives the number of an error. */
final class Errors {
    private static final int NO_MEMORY = 12;
    private static final int NO_SPACE = 28;
    static final int RESET = 104;
    static final int REFUSED = 111;

    private static final Map<Integer, String> TEXTS = Map.ofEntries(
            Map.entry(1, "Operation not permitted"),
            Map.entry(9, "Bad file descriptor"),
            Map.entry(NO_MEMORY, "Cannot allocate memory"),
            Map.entry(22, "Invalid argument"),
            Map.entry(23, "Too many open files in system"),
            Map.entry(24, "Too many open files"),
            Map.entry(NO_SPACE, "No space left on device"),
            Map.entry(32, "Broken pipe"),
            Map.entry(38, "Function not implemented"),
            Map.entry(90, "Message too long"),
            Map.entry(100, "Network is down"),
            Map.entry(101, "Network is unreachable"),
            Map.entry(103, "Software caused connection abort"),
            Map.entry(RESET, "Connection reset by peer"),
            Map.entry(105, "No buffer space available"),
            Map.entry(107, "Transport endpoint is not connected"),
            Map.entry(110, "Connection timed out"),
            Map.entry(REFUSED, "Connection refused"),
            Map.entry(112, "Host is down"),
            Map.entry(113, "No route to host"));

    private Errors() {}

    static String text(int number) {
        return TEXTS.getOrDefault(number, "error " + number);
    }

    /** Whether there was no memory, or no more of what each user has a number of. */
    static boolean isShortage(int number) {
        return number == NO_MEMORY || number == NO_SPACE;
    }

    /** As a channel throws it from a read. */
    static IOException ofRead(int number) {
        return number == RESET ? new SocketException("Connection reset") : new IOException(text(number));
    }

    /** As a channel throws it from a write. */
    static IOException ofWrite(int number) {
        return new IOException(text(number));
    }
}

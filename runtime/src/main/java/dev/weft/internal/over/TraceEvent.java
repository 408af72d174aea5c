// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.over;

import org.jspecify.annotations.Nullable;

/**
 * One event of the Chrome Trace Event format after the other, each an object of JSON behind a comma, so that a file can end behind any of
 * them. All characters are ASCII. One thread.
 */
final class TraceEvent {
    private static final String HEX = "0123456789abcdef";
    private static final int NANOS_OF_MICRO = 1_000;

    private final StringBuilder text = new StringBuilder(256);
    private final long pid = ProcessHandle.current().pid();

    /** Begins an event: its phase as the format calls it, its track, and what the viewer writes on it. */
    TraceEvent begin(char phase, int loop, String name) {
        text.setLength(0);
        text.append(",\n{\"ph\":\"")
                .append(phase)
                .append("\",\"pid\":")
                .append(pid)
                .append(",\"tid\":")
                .append(loop);
        return with("name", name);
    }

    /** Microseconds, with three digits behind the point. */
    TraceEvent time(String key, long nanos) {
        text.append(",\"")
                .append(key)
                .append("\":")
                .append(nanos / NANOS_OF_MICRO)
                .append('.');
        long rest = nanos % NANOS_OF_MICRO;
        text.append(rest / 100).append(rest / 10 % 10).append(rest % 10);
        return this;
    }

    TraceEvent with(String key, String value) {
        text.append(",\"").append(key).append("\":");
        quote(value);
        return this;
    }

    /** Ends the event with one detail, which may be missing. */
    CharSequence args(String key, @Nullable Object value) {
        if (value != null) {
            text.append(",\"args\":{\"").append(key).append("\":");
            quote(value.toString());
            text.append('}');
        }
        return text.append('}');
    }

    private void quote(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c > '~') {
                text.append("\\u");
                for (int shift = 12; shift >= 0; shift -= 4) {
                    text.append(HEX.charAt(c >> shift & 15));
                }
            } else {
                text.append(c == '"' || c == '\\' ? "\\" : "").append(c);
            }
        }
        text.append('"');
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Writes the parts of a JSON text as they come, with no more of it in memory than one value. */
final class JsonOutput {
    private static final String HEX = "0123456789abcdef";

    private final Appendable out;

    /** Whether something is before the next part in its object or array, so that it needs a comma. */
    private boolean isFollowing;

    JsonOutput(Appendable out) {
        this.out = out;
    }

    JsonOutput begin(char bracket) throws IOException {
        separate();
        out.append(bracket);
        isFollowing = false;
        return this;
    }

    JsonOutput end(char bracket) throws IOException {
        out.append(bracket);
        isFollowing = true;
        return this;
    }

    /** Begins the next element of an array on a line of its own. */
    JsonOutput newLine() throws IOException {
        separate();
        out.append('\n');
        isFollowing = false;
        return this;
    }

    JsonOutput name(String name) throws IOException {
        separate();
        quote(name);
        out.append(':');
        isFollowing = false;
        return this;
    }

    JsonOutput value(@Nullable String value) throws IOException {
        separate();
        if (value == null) {
            out.append("null");
        } else {
            quote(value);
        }
        isFollowing = true;
        return this;
    }

    JsonOutput value(long value) throws IOException {
        return raw(Long.toString(value));
    }

    JsonOutput value(@Nullable Long value) throws IOException {
        return raw(value == null ? "null" : value.toString());
    }

    JsonOutput value(boolean value) throws IOException {
        return raw(Boolean.toString(value));
    }

    /** Writes a time in milliseconds, exact to the microsecond. */
    JsonOutput millis(@Nullable Long nanos) throws IOException {
        if (nanos == null) {
            return raw("null");
        }
        long micros = Math.abs(nanos / 1_000);
        String rest = Long.toString(1_000 + micros % 1_000).substring(1);
        return raw((nanos <= -1_000 ? "-" : "") + micros / 1_000 + '.' + rest);
    }

    private JsonOutput raw(String literal) throws IOException {
        separate();
        out.append(literal);
        isFollowing = true;
        return this;
    }

    private void separate() throws IOException {
        if (isFollowing) {
            out.append(',');
        }
    }

    private void quote(String text) throws IOException {
        out.append('"');
        int done = 0;
        for (int place = 0; place < text.length(); place++) {
            if (mustEscape(text, place)) {
                out.append(text, done, place);
                escape(text.charAt(place));
                done = place + 1;
            }
        }
        out.append(text, done, text.length()).append('"');
    }

    /** Whether a character would end the text, is a control, breaks lines in JavaScript, or is half of a pair. */
    private static boolean mustEscape(String text, int place) {
        char next = text.charAt(place);
        if (next < 0x80) {
            return next < ' ' || next == '"' || next == '\\' || next == 0x7f;
        }
        if (Character.isHighSurrogate(next)) {
            return place + 1 == text.length() || !Character.isLowSurrogate(text.charAt(place + 1));
        }
        if (Character.isLowSurrogate(next)) {
            return place == 0 || !Character.isHighSurrogate(text.charAt(place - 1));
        }
        return next <= 0x9f || next == 0x2028 || next == 0x2029;
    }

    private void escape(char next) throws IOException {
        switch (next) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                out.append("\\u");
                for (int shift = 12; shift >= 0; shift -= 4) {
                    out.append(HEX.charAt(next >> shift & 15));
                }
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Writes what Weft's own texts draw with in characters that every charset has. Names of the program stay as they are. */
final class AsciiLines implements Appendable {
    private final Appendable out;

    AsciiLines(Appendable out) {
        this.out = out;
    }

    @Override
    public Appendable append(CharSequence text) throws IOException {
        return append(text, 0, text.length());
    }

    @Override
    public Appendable append(CharSequence text, int start, int end) throws IOException {
        int done = start;
        for (int place = start; place < end; place++) {
            String ascii = ascii(text.charAt(place));
            if (ascii != null) {
                out.append(text, done, place).append(ascii);
                done = place + 1;
            }
        }
        out.append(text, done, end);
        return this;
    }

    @Override
    public Appendable append(char next) throws IOException {
        String ascii = ascii(next);
        if (ascii == null) {
            out.append(next);
        } else {
            out.append(ascii);
        }
        return this;
    }

    private static @Nullable String ascii(char next) {
        return next < 0x80
                ? null
                : switch (next) {
                    case '├' -> "|";
                    case '└' -> "`";
                    case '│' -> "|";
                    case '─' -> "-";
                    case '×' -> "x";
                    case '–' -> "-";
                    case '→' -> "->";
                    case '…' -> "...";
                    default -> null;
                };
    }
}

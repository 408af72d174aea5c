// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of something (RFC 9110, 14.1).
 *
 * @param first where it begins, in bytes
 * @param count how long it is; 0 if there is no such part
 */
record ByteRange(long first, long count) {
    private static final Pattern ONE =
            Pattern.compile("bytes=\\s*(\\d{0,18})-(\\d{0,18})\\s*", Pattern.CASE_INSENSITIVE);

    /** Empty for what is no range, or several, which may be answered with the whole. */
    static Optional<ByteRange> parse(String text, long size) {
        Matcher matcher = ONE.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String from = matcher.group(1);
        String to = matcher.group(2);
        if (from.isEmpty()) {
            return to.isEmpty() ? Optional.empty() : Optional.of(last(Long.parseLong(to), size));
        }
        long first = Long.parseLong(from);
        long end = to.isEmpty() ? size : Math.min(size, Long.parseLong(to) + 1);
        if (!to.isEmpty() && Long.parseLong(to) < first) {
            return Optional.empty();
        }
        return Optional.of(new ByteRange(first, Math.max(0, end - first)));
    }

    private static ByteRange last(long count, long size) {
        long some = Math.min(count, size);
        return new ByteRange(size - some, some);
    }
}

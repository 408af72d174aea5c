// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import java.util.ArrayList;
import java.util.List;

/** What stands behind the question mark, as forms and most programs write it: {@code name=value} and {@code &}. */
final class Query {
    private Query() {}

    /** All values of a name, without escapes; of a name without a sign of equality the empty text. */
    static List<String> values(String query, String name) {
        List<String> values = new ArrayList<>();
        for (int start = 0; start < query.length(); ) {
            int end = query.indexOf('&', start);
            end = end < 0 ? query.length() : end;
            int equals = query.indexOf('=', start);
            equals = equals < 0 || equals > end ? end : equals;
            if (start < end && decode(query.substring(start, equals)).equals(name)) {
                values.add(decode(query.substring(Math.min(equals + 1, end), end)));
            }
            start = end + 1;
        }
        return List.copyOf(values);
    }

    private static String decode(String text) {
        return Escapes.decode(text.replace('+', ' '));
    }
}

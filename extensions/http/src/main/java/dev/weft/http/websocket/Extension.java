// SPDX-License-Identifier: Apache-2.0
package dev.weft.http.websocket;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An extension as one side names it (RFC 6455, 9.1).
 *
 * @param name in small letters
 * @param parameters in their order; the value is empty where there is none
 */
record Extension(String name, Map<String, String> parameters) {
    /** A pattern (RFC 9110, 5.6.2). */
    static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

    /** A name or a parameter, and what is behind it: a parameter, the next extension, or the end. */
    private static final Pattern PART =
            Pattern.compile("\\G\\s*(" + TOKEN + ")(?:\\s*=\\s*(?:(" + TOKEN + ")|\"(" + TOKEN + ")\"))?\\s*(;|,|$)");

    /**
     * Reads the values of all fields.
     *
     * @throws IllegalArgumentException if it is no list of extensions, or names a parameter twice
     */
    static List<Extension> parse(List<String> fields) {
        String text = String.join(",", fields);
        List<Extension> all = new ArrayList<>();
        Extension one = null;
        Matcher part = PART.matcher(text);
        int end = 0;
        while (end < text.length() && part.find()) {
            String name = part.group(1).toLowerCase(Locale.ROOT);
            String value = part.group(2) != null ? part.group(2) : part.group(3) != null ? part.group(3) : "";
            if (one == null) {
                one = new Extension(name, new LinkedHashMap<>());
                all.add(one);
            } else if (one.parameters.put(name, value) != null) {
                throw new IllegalArgumentException("the parameter " + name + " twice in " + text);
            }
            one = part.group(4).equals(";") ? one : null;
            end = part.end();
        }
        if (end < text.length() || one != null) {
            throw new IllegalArgumentException("no list of extensions: " + text);
        }
        return all;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

/**
 * What a request asks for (RFC 9112, 3.2).
 *
 * @param path with its escapes, begins with a slash; {@code *} for the server as a whole; empty for CONNECT
 * @param query behind the question mark, with its escapes; empty if there is none
 * @param authority host and port that the target itself names, which goes before that of the header; empty if it names none
 */
record HttpTarget(String path, String query, String authority) {
    private static final Pattern AUTHORITY =
            Pattern.compile("([A-Za-z0-9._~!$&'()*+,;=%-]*|\\[[0-9A-Fa-f:.]+])(:\\d{0,5})?");

    static HttpTarget parse(String method, String text) throws BadMessageException {
        if (method.equals("CONNECT")) {
            return new HttpTarget("", "", requireAuthority(text));
        }
        if (text.startsWith("/")) {
            int mark = text.indexOf('?');
            requireNoFragment(text);
            return mark < 0
                    ? new HttpTarget(text, "", "")
                    : new HttpTarget(text.substring(0, mark), text.substring(mark + 1), "");
        }
        if (text.equals("*") && method.equals("OPTIONS")) {
            return new HttpTarget("*", "", "");
        }
        return absolute(text);
    }

    /** Host and port as RFC 3986 has them, without a user, which nobody may mean here. */
    static String requireAuthority(String text) throws BadMessageException {
        if (!AUTHORITY.matcher(text).matches()) {
            throw new BadMessageException(400, "\"" + text + "\", which is no host");
        }
        return text;
    }

    private static void requireNoFragment(String text) throws BadMessageException {
        if (text.indexOf('#') >= 0) {
            throw new BadMessageException(400, "a target with a fragment");
        }
    }

    private static HttpTarget absolute(String text) throws BadMessageException {
        requireNoFragment(text);
        try {
            URI uri = new URI(text);
            String scheme = uri.getScheme();
            if (uri.getRawAuthority() == null
                    || !("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme))) {
                throw new BadMessageException(400, "a target that is neither a path nor an http address");
            }
            String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
            return new HttpTarget(path, uri.getRawQuery() == null ? "" : uri.getRawQuery(), uri.getRawAuthority());
        } catch (URISyntaxException wrong) {
            throw new BadMessageException(400, "a target that is neither a path nor an http address");
        }
    }
}

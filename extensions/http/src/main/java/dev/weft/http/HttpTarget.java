// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * What a request asks for (RFC 9112, 3.2).
 *
 * @param path with its escapes, begins with a slash; {@code *} for the server as a whole; empty for CONNECT
 * @param query behind the question mark, with its escapes; empty if there is none
 * @param authority host and port that the target itself names, which goes before that of the header; empty if it names none
 */
record HttpTarget(String path, String query, String authority) {
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
        if (!isAuthority(text)) {
            throw new BadMessageException(400, "\"" + text + "\", which is no host");
        }
        return text;
    }

    static boolean isAuthority(String text) {
        int host = text.startsWith("[") ? literal(text) : name(text);
        return host >= 0 && isPort(text, host);
    }

    /** Where the address in brackets ends; -1 if it is none. */
    private static int literal(String text) {
        int end = text.indexOf(']');
        for (int i = 1; i < end; i++) {
            char c = text.charAt(i);
            if ((c > 'f' || Character.digit(c, 16) < 0) && c != ':' && c != '.') {
                return -1;
            }
        }
        return end > 1 ? end + 1 : -1;
    }

    /** Where the name or the address of four numbers ends, which may be empty. */
    private static int name(String text) {
        int end = 0;
        while (end < text.length() && isOfName(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isOfName(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c) || "._~!$&'()*+,;=%-".indexOf(c) >= 0;
    }

    /** Whether nothing follows, or a colon with a port, or with none. */
    private static boolean isPort(String text, int from) {
        if (from == text.length()) {
            return true;
        }
        boolean isPort = text.charAt(from) == ':' && text.length() - from <= 6;
        for (int i = from + 1; isPort && i < text.length(); i++) {
            isPort = isDigit(text.charAt(i));
        }
        return isPort;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
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

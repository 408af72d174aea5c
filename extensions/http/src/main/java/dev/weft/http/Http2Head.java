// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The head of a request as HTTP/2 has it (RFC 9113, 8.2 and 8.3), checked: Netty's decoder has refused connection fields and pseudo-header
 * fields behind others, and this the rest. Malformed is what throws {@link Http2Exception}, which ends the stream alone.
 */
final class Http2Head {
    private final int stream;
    private final List<String> fields = new ArrayList<>();
    private final StringBuilder cookies = new StringBuilder();
    private @Nullable String method;
    private @Nullable String scheme;
    private @Nullable String authority;
    private @Nullable String path;
    private @Nullable String host;

    private Http2Head(int stream) {
        this.stream = stream;
    }

    static Http2Head of(int stream, Http2Headers headers) throws Http2Exception {
        Http2Head head = new Http2Head(stream);
        for (Map.Entry<CharSequence, CharSequence> each : headers) {
            head.add(each.getKey().toString(), each.getValue().toString());
        }
        head.requireWhole();
        return head;
    }

    /** Netty has refused pseudo-header fields in them. */
    static HttpHeaders trailers(int stream, Http2Headers headers) throws Http2Exception {
        Http2Head head = new Http2Head(stream);
        for (Map.Entry<CharSequence, CharSequence> each : headers) {
            head.field(each.getKey().toString(), each.getValue().toString());
        }
        return head.headers();
    }

    private void add(String name, String value) throws Http2Exception {
        if (!name.startsWith(":")) {
            field(name, value);
            return;
        }
        requireValue(name, value);
        switch (name) {
            case ":method" -> method = once(method, name, value);
            case ":scheme" -> scheme = once(scheme, name, value);
            case ":authority" -> authority = once(authority, name, value);
            case ":path" -> path = once(path, name, value);
            default -> throw malformed("the field " + name);
        }
    }

    private String once(@Nullable String before, String name, String value) throws Http2Exception {
        if (before != null || value.isEmpty()) {
            throw malformed(before != null ? name + " twice" : "nothing in " + name);
        }
        return value;
    }

    private void field(String name, String value) throws Http2Exception {
        requireName(name);
        requireValue(name, value);
        if (name.equals("cookie")) {
            cookies.append(cookies.isEmpty() ? "" : "; ").append(value);
            return;
        }
        if (name.equals("host")) {
            host = once(host, name, value);
        }
        fields.add(name);
        fields.add(value);
    }

    private void requireName(String name) throws Http2Exception {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!FieldSyntax.isOfToken(c) || (c >= 'A' && c <= 'Z')) {
                throw malformed("a name that is no token in small letters");
            }
        }
        if (name.isEmpty()) {
            throw malformed("an empty name");
        }
    }

    private void requireValue(String name, String value) throws Http2Exception {
        int last = value.length() - 1;
        for (int i = 0; i <= last; i++) {
            char c = value.charAt(i);
            boolean isSpace = c == ' ' || c == '\t';
            if ((c < ' ' && c != '\t') || c == 0x7F || (isSpace && (i == 0 || i == last))) {
                throw malformed("a value of " + name + " with a control character, or a space around it");
            }
        }
    }

    private void requireWhole() throws Http2Exception {
        if (method == null || !FieldSyntax.isToken(method)) {
            throw malformed("no method");
        }
        if (!isConnect() && (scheme == null || path == null)) {
            throw malformed("no scheme or path");
        }
        if (isConnect() && (scheme != null || path != null || authority == null)) {
            throw malformed("a CONNECT that names more than an authority");
        }
        if (authority != null && host != null && !host.equals(authority)) {
            throw malformed("an authority and another host");
        }
        String asked = authority == null ? host : authority;
        if (asked != null && !HttpTarget.isAuthority(asked)) {
            throw malformed("an authority that is none");
        }
        if (path != null && !isPath(path)) {
            throw malformed("a path that is none");
        }
    }

    private boolean isPath(String text) {
        boolean isStar = text.equals("*") && "OPTIONS".equals(method);
        return (text.startsWith("/") || isStar) && text.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '#');
    }

    private Http2Exception malformed(String what) {
        return Http2Exception.streamError(stream, Http2Error.PROTOCOL_ERROR, "a head with %s", what);
    }

    String method() {
        return method == null ? "" : method;
    }

    private boolean isConnect() {
        return "CONNECT".equals(method);
    }

    String path() {
        return path == null ? "" : path;
    }

    HttpTarget target() {
        String whole = path();
        int mark = whole.indexOf('?');
        String query = mark < 0 ? "" : whole.substring(mark + 1);
        return new HttpTarget(mark < 0 ? whole : whole.substring(0, mark), query, authority == null ? "" : authority);
    }

    /** Of a scheme that the connection has, whatever the client says. */
    HttpRequest request(HttpHeaders headers, HttpBody body, InetSocketAddress peer, String overScheme) {
        return new HttpRequest(method(), target(), true, true, headers, body, peer, overScheme, Map.of());
    }

    /** With a field {@code host} in any case, and the cookies, which come in crumbs, in one. */
    HttpHeaders headers() {
        if (host == null && authority != null) {
            fields.add(0, "host");
            fields.add(1, authority);
        }
        if (!cookies.isEmpty()) {
            fields.add("cookie");
            fields.add(cookies.toString());
        }
        return HttpHeaders.ofChecked(fields.toArray(String[]::new));
    }
}

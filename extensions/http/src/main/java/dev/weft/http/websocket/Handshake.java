// SPDX-License-Identifier: Apache-2.0
package dev.weft.http.websocket;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.weft.http.ClientRequest;
import dev.weft.http.HttpHeaders;
import dev.weft.http.HttpRequest;
import dev.weft.http.HttpResponse;
import dev.weft.http.Upgrade;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How a WebSocket begins, on both sides (RFC 6455, 4). */
final class Handshake {
    static final String PROTOCOL = "websocket";
    static final String KEY = "sec-websocket-key";
    static final String ACCEPT = "sec-websocket-accept";
    static final String VERSION = "sec-websocket-version";
    static final String SUBPROTOCOL = "sec-websocket-protocol";
    static final String EXTENSIONS = "sec-websocket-extensions";
    static final String THIS_VERSION = "13";

    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int KEY_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Handshake() {}

    static boolean isToken(String text) {
        return text.matches(Extension.TOKEN);
    }

    static String key() {
        byte[] key = new byte[KEY_BYTES];
        RANDOM.nextBytes(key);
        return Base64.getEncoder().encodeToString(key);
    }

    /** What shows that a server has understood a key. */
    static String accept(String key) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            return Base64.getEncoder().encodeToString(sha1.digest((key + MAGIC).getBytes(US_ASCII)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }

    // ------------------------------------------------------------------ the server

    /** What both sides have agreed on. */
    record Agreed(String subprotocol, @Nullable Compression compression) {}

    /** Answers a request: with a WebSocket that the upgrade serves, or with what is wrong. */
    static HttpResponse answer(
            HttpRequest request, WebSocketOptions.Values options, Function<Agreed, Upgrade> upgrade) {
        if (!request.method().equals("GET") || !request.asksFor(PROTOCOL)) {
            return refusal(
                    400, "This is a WebSocket: it is asked for by GET over HTTP/1.1 with \"upgrade: websocket\".");
        }
        if (!request.header(VERSION).orElse("").equals(THIS_VERSION)) {
            return refusal(400, "Only version 13 of WebSocket is spoken here.").header(VERSION, THIS_VERSION);
        }
        List<String> keys = request.headers().all(KEY);
        if (keys.size() != 1 || !isKey(keys.get(0))) {
            return refusal(400, "A WebSocket is asked for with one sec-websocket-key, of 16 bytes in Base64.");
        }
        if (!mayCome(request, options)) {
            return refusal(403, "Pages of this origin may not use this WebSocket.");
        }
        try {
            return agreed(request, options, upgrade, accept(keys.get(0)));
        } catch (IllegalArgumentException wrong) {
            return refusal(400, "sec-websocket-extensions: " + wrong.getMessage());
        }
    }

    private static HttpResponse agreed(
            HttpRequest request, WebSocketOptions.Values options, Function<Agreed, Upgrade> upgrade, String accept) {
        String subprotocol = subprotocol(request.headers().all(SUBPROTOCOL), options.subprotocols);
        List<Extension> offers = Extension.parse(request.headers().all(EXTENSIONS));
        Optional<Compression.Answer> taken =
                options.compresses ? Compression.take(offers, options.keepsContext) : Optional.empty();
        Agreed agreed =
                new Agreed(subprotocol, taken.map(Compression.Answer::agreed).orElse(null));
        HttpResponse response =
                HttpResponse.switching(PROTOCOL, upgrade.apply(agreed)).header(ACCEPT, accept);
        if (!subprotocol.isEmpty()) {
            response = response.header(SUBPROTOCOL, subprotocol);
        }
        return taken.isEmpty()
                ? response
                : response.header(EXTENSIONS, taken.get().field());
    }

    private static HttpResponse refusal(int status, String why) {
        return HttpResponse.of(status).text(why + '\n');
    }

    private static boolean isKey(String key) {
        try {
            return Base64.getDecoder().decode(key.strip()).length == KEY_BYTES;
        } catch (IllegalArgumentException none) {
            return false;
        }
    }

    /** The first of the server's that the client knows, too; empty if there is none. */
    private static String subprotocol(List<String> fields, List<String> known) {
        List<String> named = Arrays.stream(String.join(",", fields).split(",", -1))
                .map(String::strip)
                .toList();
        return known.stream().filter(named::contains).findFirst().orElse("");
    }

    private static boolean mayCome(HttpRequest request, WebSocketOptions.Values options) {
        String origin = request.header("origin").orElse("").toLowerCase(Locale.ROOT);
        if (options.anyOrigin || origin.isEmpty()) {
            return true;
        }
        return options.origins == null
                ? origin.replaceFirst("^https?://", "")
                        .equals(request.authority().toLowerCase(Locale.ROOT))
                : options.origins.contains(origin);
    }

    // ------------------------------------------------------------------ the client

    /** The address that is asked by HTTP. */
    static URI httpOf(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean isWebSocket = scheme.equals("ws") || scheme.equals("wss");
        if (!isWebSocket || uri.getHost() == null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException(uri
                    + " is no address of a WebSocket: it begins with ws:// or wss:// and a host, and has no fragment");
        }
        return URI.create("http" + uri.toString().substring(2));
    }

    static ClientRequest asked(ClientRequest request, String key, WebSocketOptions.Values options) {
        ClientRequest asked = request.upgrade(PROTOCOL).header(KEY, key).header(VERSION, THIS_VERSION);
        if (!options.subprotocols.isEmpty()) {
            asked = asked.header(SUBPROTOCOL, String.join(", ", options.subprotocols));
        }
        return options.compresses ? asked.header(EXTENSIONS, Compression.offer(options.keepsContext)) : asked;
    }

    /**
     * Looks at the answer to a key.
     *
     * @throws HandshakeException if it is not what was asked for
     */
    static Agreed check(String server, int status, HttpHeaders headers, String key, WebSocketOptions.Values options)
            throws HandshakeException {
        if (status != 101) {
            throw new HandshakeException(
                    server + " has not begun a WebSocket, but answered " + status, status, headers);
        }
        String subprotocol = headers.first(SUBPROTOCOL).orElse("");
        if (!has(headers, "upgrade", PROTOCOL) || !has(headers, "connection", "upgrade")) {
            throw wrong(
                    server, "does not say that it goes on with WebSocket: by \"upgrade\" and \"connection\"", headers);
        }
        if (!headers.first(ACCEPT).orElse("").strip().equals(accept(key))) {
            throw wrong(server, "shows no sign that it knows WebSocket: a wrong " + ACCEPT, headers);
        }
        if (!subprotocol.isEmpty() && !options.subprotocols.contains(subprotocol)) {
            throw wrong(server, "speaks \"" + subprotocol + "\", for which nobody has asked", headers);
        }
        try {
            List<Extension> extensions = Extension.parse(headers.all(EXTENSIONS));
            return new Agreed(
                    subprotocol,
                    Compression.agreed(extensions, options.compresses, options.keepsContext)
                            .orElse(null));
        } catch (IllegalArgumentException notOffered) {
            throw wrong(server, "says " + notOffered.getMessage(), headers);
        }
    }

    private static boolean has(HttpHeaders headers, String name, String token) {
        return headers.all(name).stream()
                .flatMap(value -> Stream.of(value.split(",")))
                .anyMatch(each -> each.strip().equalsIgnoreCase(token));
    }

    private static HandshakeException wrong(String server, String what, HttpHeaders headers) {
        return new HandshakeException(server + ' ' + what, 101, headers);
    }
}

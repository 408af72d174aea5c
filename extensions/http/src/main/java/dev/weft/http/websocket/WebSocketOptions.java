// SPDX-License-Identifier: Apache-2.0
package dev.weft.http.websocket;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a WebSocket allows, on either side. Immutable: each method makes another one. Any thread. No argument may be null.
 *
 * <pre>{@code
 * WebSocketOptions options = WebSocketOptions.defaults()
 *         .maxMessage(64 * 1024)
 *         .subprotocols("chat.v2", "chat.v1")
 *         .pingEvery(Duration.ofSeconds(20));
 * }</pre>
 */
public final class WebSocketOptions {
    private static final WebSocketOptions DEFAULTS = new WebSocketOptions(new Values());

    private final Values values;

    private WebSocketOptions(Values values) {
        this.values = values;
    }

    /** The values themselves, which nothing changes once they are somebody's options. */
    static final class Values implements Cloneable {
        int maxMessage = 1024 * 1024;
        List<String> subprotocols = List.of();
        boolean compresses = true;
        boolean keepsContext;
        int compressFrom = 256;
        Duration ping = Duration.ofSeconds(30);
        Duration pong = Duration.ofSeconds(30);
        Duration close = Duration.ofSeconds(10);

        /** Null for the server's own alone. */
        @Nullable
        Set<String> origins;

        boolean anyOrigin;

        private Values() {}

        @Override
        protected Values clone() {
            try {
                return (Values) super.clone();
            } catch (CloneNotSupportedException impossible) {
                throw new AssertionError(impossible);
            }
        }
    }

    Values values() {
        return values;
    }

    private WebSocketOptions with(Consumer<Values> change) {
        Values changed = values.clone();
        change.accept(changed);
        return new WebSocketOptions(changed);
    }

    /**
     * Returns those of a WebSocket that says nothing.
     *
     * @return the options
     */
    public static WebSocketOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Limits how long a message may be that {@link WebSocket#receive} gives; one that is longer ends the WebSocket with 1009. It is that of the
     * message itself, whatever a compressed one takes.
     *
     * @param bytes at least 1; a megabyte, if it is not said
     * @return the other options
     * @throws IllegalArgumentException if it is less
     */
    public WebSocketOptions maxMessage(int bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("maxMessage(" + bytes + "): at least 1");
        }
        return with(changed -> changed.maxMessage = bytes);
    }

    /**
     * Names the protocols that may be spoken in the messages, the best first. A server takes the first of its own that the client names, and goes on
     * without one if there is none; {@link WebSocket#subprotocol} says which.
     *
     * @param names tokens, as they are registered or agreed on
     * @return the other options
     * @throws IllegalArgumentException if one is no token, or is there twice
     */
    public WebSocketOptions subprotocols(String... names) {
        List<String> checked = List.of(names);
        if (Set.copyOf(checked).size() < checked.size() || !checked.stream().allMatch(Handshake::isToken)) {
            throw new IllegalArgumentException("subprotocols" + checked + ": tokens, each once");
        }
        return with(changed -> changed.subprotocols = checked);
    }

    /**
     * Has messages sent as they are. Else they are compressed if the peer can read that: each by itself, so that nothing is held between two of
     * them, which for text is a third to a tenth of its length.
     *
     * @return the other options
     */
    public WebSocketOptions withoutCompression() {
        return with(changed -> changed.compresses = false);
    }

    /**
     * Has compressed messages refer to earlier ones, if the peer can do that: small messages that resemble each other become much smaller, and
     * each WebSocket holds 300 KB for it as long as it lasts.
     *
     * @return the other options
     */
    public WebSocketOptions compressTogether() {
        return with(changed -> {
            changed.compresses = true;
            changed.keepsContext = true;
        });
    }

    /**
     * Sets from which length on messages are compressed: it takes time, and does little for small ones.
     *
     * @param bytes at least 0; 256, if it is not said
     * @return the other options
     * @throws IllegalArgumentException if it is less
     */
    public WebSocketOptions compressFrom(int bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("compressFrom(" + bytes + "): at least 0");
        }
        return with(changed -> changed.compressFrom = bytes);
    }

    /**
     * Sets how often somebody looks whether the peer has said anything: it is asked whether it is there if it has not, and the connection is lost
     * if it has said nothing to that when somebody looks again.
     *
     * @param pause more than zero; half a minute, if it is not said
     * @return the other options
     * @throws IllegalArgumentException if it is not more than zero
     */
    public WebSocketOptions pingEvery(Duration pause) {
        Duration positive = positive(pause, "pingEvery");
        return with(changed -> changed.ping = positive);
    }

    /**
     * Has nobody asked whether he is there: a peer that has gone without a word is not noticed before something is sent to it.
     *
     * @return the other options
     */
    public WebSocketOptions withoutPings() {
        return with(changed -> changed.ping = Duration.ZERO);
    }

    /**
     * Limits how long each step of the end may take: that the peer answers, that it takes what was sent to it, and that a handler ends whose peer
     * has closed.
     *
     * @param limit more than zero; ten seconds, if it is not said
     * @return the other options
     * @throws IllegalArgumentException if it is not more than zero
     */
    public WebSocketOptions closeLimit(Duration limit) {
        Duration positive = positive(limit, "closeLimit");
        return with(changed -> changed.close = positive);
    }

    /**
     * Says from which pages browsers may come, such as {@code https://shop.example}. If it is not said, only those of the server itself may: of
     * the host that the request names. Whoever sends no {@code Origin} is no browser, and always may. For servers.
     *
     * @param allowed scheme, host and perhaps port; their case does not matter
     * @return the other options
     */
    public WebSocketOptions origins(String... allowed) {
        Set<String> lower = java.util.Arrays.stream(allowed)
                .map(origin -> origin.toLowerCase(java.util.Locale.ROOT))
                .collect(java.util.stream.Collectors.toUnmodifiableSet());
        return with(changed -> {
            changed.origins = lower;
            changed.anyOrigin = false;
        });
    }

    /**
     * Says that browsers may come from any page: right for what needs no login by cookies, which a foreign page would use else. For servers.
     *
     * @return the other options
     */
    public WebSocketOptions anyOrigin() {
        return with(changed -> changed.anyOrigin = true);
    }

    private static Duration positive(Duration limit, String name) {
        if (Objects.requireNonNull(limit, "limit").isNegative() || limit.isZero()) {
            throw new IllegalArgumentException(name + "(" + limit + "): more than zero");
        }
        return limit;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.http.websocket;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How both sides have agreed to compress messages (RFC 7692).
 *
 * @param serverKeeps whether messages of the server refer to earlier ones
 * @param clientKeeps whether messages of the client do
 */
record Compression(boolean serverKeeps, boolean clientKeeps) {
    private static final String NAME = "permessage-deflate";
    private static final String SERVER_FORGETS = "server_no_context_takeover";
    private static final String CLIENT_FORGETS = "client_no_context_takeover";
    private static final String SERVER_WINDOW = "server_max_window_bits";
    private static final String CLIENT_WINDOW = "client_max_window_bits";
    private static final Set<String> PARAMETERS = Set.of(SERVER_FORGETS, CLIENT_FORGETS, SERVER_WINDOW, CLIENT_WINDOW);

    /** What the compressor here has, and can have no less. */
    private static final String WINDOW = "15";

    /** The one of the server that takes an offer, and what it says to that. */
    record Answer(Compression agreed, String field) {}

    /** What a client offers. */
    static String offer(boolean keepsContext) {
        return keepsContext ? NAME : NAME + "; " + SERVER_FORGETS + "; " + CLIENT_FORGETS;
    }

    /** Takes the first offer that this server can keep to; empty if there is none. */
    static Optional<Answer> take(List<Extension> offers, boolean keepsContext) {
        return offers.stream()
                .filter(Compression::canBeTaken)
                .findFirst()
                .map(offer -> taken(offer.parameters(), keepsContext));
    }

    private static boolean canBeTaken(Extension offer) {
        Map<String, String> parameters = offer.parameters();
        String window = parameters.getOrDefault(SERVER_WINDOW, WINDOW);
        return isKnown(offer)
                && window.equals(WINDOW)
                && (!parameters.containsKey(CLIENT_WINDOW)
                        || parameters.get(CLIENT_WINDOW).isEmpty()
                        || isWindow(parameters.get(CLIENT_WINDOW)));
    }

    private static boolean isKnown(Extension extension) {
        Map<String, String> parameters = extension.parameters();
        return extension.name().equals(NAME)
                && PARAMETERS.containsAll(parameters.keySet())
                && parameters.getOrDefault(SERVER_FORGETS, "").isEmpty()
                && parameters.getOrDefault(CLIENT_FORGETS, "").isEmpty();
    }

    private static boolean isWindow(String bits) {
        return bits.matches("[89]|1[0-5]");
    }

    private static Answer taken(Map<String, String> offer, boolean keepsContext) {
        Compression agreed = new Compression(
                keepsContext && !offer.containsKey(SERVER_FORGETS), keepsContext && !offer.containsKey(CLIENT_FORGETS));
        String field = NAME
                + (agreed.serverKeeps ? "" : "; " + SERVER_FORGETS)
                + (agreed.clientKeeps ? "" : "; " + CLIENT_FORGETS)
                + (offer.containsKey(SERVER_WINDOW) ? "; " + SERVER_WINDOW + "=" + WINDOW : "");
        return new Answer(agreed, field);
    }

    /**
     * Reads what a server says to {@link #offer}.
     *
     * @return empty if it does not compress
     * @throws IllegalArgumentException if it says what was not offered
     */
    static Optional<Compression> agreed(List<Extension> answer, boolean isOffered, boolean keepsContext) {
        if (answer.isEmpty()) {
            return Optional.empty();
        }
        Extension one = answer.get(0);
        Map<String, String> parameters = one.parameters();
        boolean isRight = isOffered
                && answer.size() == 1
                && isKnown(one)
                && !parameters.containsKey(CLIENT_WINDOW)
                && isWindow(parameters.getOrDefault(SERVER_WINDOW, WINDOW));
        if (!isRight) {
            throw new IllegalArgumentException("extensions that were not offered: " + answer);
        }
        return Optional.of(new Compression(
                !parameters.containsKey(SERVER_FORGETS), keepsContext && !parameters.containsKey(CLIENT_FORGETS)));
    }
}

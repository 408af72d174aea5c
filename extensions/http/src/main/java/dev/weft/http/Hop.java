// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one proxy says of whom it was asked by (RFC 7239).
 *
 * @param client where that was; null if it does not say, or no address
 * @param scheme {@code http} or {@code https}; null if it does not say
 * @param authority that was asked for; null if it does not say
 */
record Hop(
        @Nullable InetSocketAddress client,
        @Nullable String scheme,
        @Nullable String authority) {
    private static final Hop UNKNOWN = new Hop(null, null, null);

    /**
     * One pair of Forwarded, and what is behind it: the next one, the next proxy, or the end. Possessive, so that the pattern takes the
     * characters of a quoted value in a loop: it would go one call deeper for each of them else, and a client sends thousands.
     */
    private static final Pattern PAIR = Pattern.compile(
            "\\G\\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)=(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^\\s\";,=]*))\\s*(;|,|$)");

    /** One with a colon in it has brackets around it where a port may follow. */
    private static final Pattern ADDRESS =
            Pattern.compile("(?:(?<literal>\\d+\\.\\d+\\.\\d+\\.\\d+)|\\[(?<inBrackets>[0-9A-Fa-f:.]+)])"
                    + "(?::(?<port>\\d{1,5}))?|(?<bare>[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)");

    /** In the order in which the proxies have added them. */
    static List<Hop> of(HttpHeaders headers) {
        List<String> forwarded = headers.all("forwarded");
        return forwarded.isEmpty() ? ofOldFields(headers) : parse(String.join(",", forwarded));
    }

    private static List<Hop> parse(String text) {
        List<Hop> hops = new ArrayList<>();
        Hop hop = UNKNOWN;
        Matcher pair = PAIR.matcher(text);
        int end = 0;
        while (end < text.length() && pair.find()) {
            String quoted = pair.group(2);
            hop = hop.with(pair.group(1), quoted == null ? pair.group(3) : quoted.replaceAll("\\\\(.)", "$1"));
            if (!pair.group(4).equals(";")) {
                hops.add(hop);
                hop = UNKNOWN;
            }
            end = pair.end();
        }
        return end == text.length() ? hops : List.of(); // nobody knows what a broken one means
    }

    private Hop with(String name, String value) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "for" -> new Hop(address(value), scheme, authority);
            case "proto" -> new Hop(client, schemeOf(value), authority);
            case "host" -> new Hop(client, scheme, authorityOf(value));
            default -> this;
        };
    }

    /** The fields that were there before: one address for each proxy, but a scheme and a host of the last one alone. */
    private static List<Hop> ofOldFields(HttpHeaders headers) {
        List<Hop> hops = new ArrayList<>();
        String clients = String.join(",", headers.all("x-forwarded-for"));
        for (String client : clients.isEmpty() ? new String[0] : clients.split(",", -1)) {
            hops.add(new Hop(address(client.strip()), null, null));
        }
        if (!hops.isEmpty()) {
            Hop last = hops.remove(hops.size() - 1);
            hops.add(new Hop(
                    last.client,
                    schemeOf(lastOf(headers, "x-forwarded-proto")),
                    authorityOf(lastOf(headers, "x-forwarded-host"))));
        }
        return hops;
    }

    private static @Nullable String lastOf(HttpHeaders headers, String name) {
        String all = String.join(",", headers.all(name));
        String last = all.substring(all.lastIndexOf(',') + 1).strip();
        return last.isEmpty() ? null : last;
    }

    /** What is no host is none here, as it is refused in a field Host: proxies pass this field on as their clients have sent it. */
    private static @Nullable String authorityOf(@Nullable String text) {
        return text != null && HttpTarget.isAuthority(text) ? text : null;
    }

    private static @Nullable String schemeOf(@Nullable String text) {
        String lower = text == null ? "" : text.toLowerCase(Locale.ROOT);
        return lower.equals("http") || lower.equals("https") ? lower : null;
    }

    /** Of literals alone: a name is looked up nowhere. */
    private static @Nullable InetSocketAddress address(String text) {
        Matcher matcher = ADDRESS.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        String literal = Stream.of("literal", "inBrackets", "bare")
                .map(matcher::group)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
        int port = matcher.group("port") == null ? 0 : Integer.parseInt(matcher.group("port"));
        try {
            return port > 65535 ? null : new InetSocketAddress(InetAddress.getByName(literal), port);
        } catch (UnknownHostException none) {
            return null;
        }
    }
}

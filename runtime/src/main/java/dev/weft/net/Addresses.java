// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How addresses are written in messages, and read where no name service is to be asked. */
final class Addresses {
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    /** A host and a port in one, as in the address of a web page. */
    private static final Pattern WITH_PORT =
            Pattern.compile("(?<scheme>\\w+://)?(?<host>[^:/]+|\\[.+\\]):(?<port>\\d{1,5})(?<path>/.*)?");

    private Addresses() {}

    /** {@code 127.0.0.1:80}, {@code [::1]:80}; the name of a host that has not been resolved. */
    static String text(InetSocketAddress address) {
        if (UnixAddresses.isOne(address)) {
            return UnixAddresses.text(address);
        }
        InetAddress resolved = address.getAddress();
        String host = resolved == null ? address.getHostString() : resolved.getHostAddress();
        return (host.indexOf(':') < 0 ? host : '[' + host + ']') + ':' + address.getPort();
    }

    /**
     * Puts addresses in the order in which they are tried (RFC 8305): the family of the first is the best, and those of the other come in
     * between, so that one family that reaches nothing holds nobody up.
     */
    static List<InetAddress> interleaved(List<InetAddress> addresses) {
        Map<Boolean, Deque<InetAddress>> families = addresses.stream()
                .collect(Collectors.groupingBy(
                        address -> address.getClass() == addresses.get(0).getClass(),
                        Collectors.toCollection(ArrayDeque::new)));
        List<InetAddress> order = new ArrayList<>();
        for (boolean best = true; order.size() < addresses.size(); best = !best) {
            InetAddress next = families.getOrDefault(best, new ArrayDeque<>()).poll();
            if (next != null) {
                order.add(next);
            }
        }
        return order;
    }

    /** One or both ends of what has addresses, or has none yet. */
    static String pair(@Nullable InetSocketAddress local, @Nullable InetSocketAddress peer) {
        String from = local == null ? "without an address" : text(local);
        return peer == null ? from : from + "->" + text(peer);
    }

    /**
     * Reads an address that is written in numbers. Never blocks: the platform asks no name service for what is in
     * brackets, nor for four decimal numbers.
     *
     * @return the address, or null for a name
     * @throws UnknownHostException if it can be no name, and is no address either
     */
    static @Nullable InetAddress literal(String host) throws UnknownHostException {
        if (host.indexOf(':') >= 0) {
            return ipv6(host);
        }
        if (IPV4.matcher(host).matches()) {
            for (String number : host.split("\\.", -1)) {
                if (Integer.parseInt(number) > 255) {
                    throw new UnknownHostException(host + ": a number of an IPv4 address is at most 255");
                }
            }
            return InetAddress.getByName(host);
        }
        return null;
    }

    private static InetAddress ipv6(String host) throws UnknownHostException {
        try {
            return InetAddress.getByName(host.startsWith("[") ? host : '[' + host + ']');
        } catch (UnknownHostException malformed) {
            UnknownHostException named = new UnknownHostException("\"" + host
                    + "\" is neither a name nor an IPv6 address, and no other host has a colon in it. Host and port are given apart"
                    + example(host) + '.');
            named.initCause(malformed);
            throw named;
        }
    }

    private static String example(String host) {
        Matcher parts = WITH_PORT.matcher(host);
        return parts.matches() ? ": \"" + parts.group("host") + "\", " + parts.group("port") : ", without a scheme";
    }
}

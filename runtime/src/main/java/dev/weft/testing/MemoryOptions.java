// SPDX-License-Identifier: Apache-2.0
package dev.weft.testing;

import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The options of an endpoint in memory, with the values that Linux begins with. Loop thread only. */
final class MemoryOptions {
    private static final int BUFFER = 212_992;

    private static final Map<SocketOption<?>, Object> OF_DATAGRAMS = Map.of(
            StandardSocketOptions.SO_SNDBUF,
            BUFFER,
            StandardSocketOptions.SO_RCVBUF,
            BUFFER,
            StandardSocketOptions.SO_REUSEADDR,
            false,
            StandardSocketOptions.SO_REUSEPORT,
            false,
            StandardSocketOptions.SO_BROADCAST,
            false,
            StandardSocketOptions.IP_TOS,
            0,
            StandardSocketOptions.IP_MULTICAST_TTL,
            1,
            StandardSocketOptions.IP_MULTICAST_LOOP,
            true);

    private static final Map<SocketOption<?>, Object> OF_STREAMS = Map.of(
            StandardSocketOptions.TCP_NODELAY,
            true,
            StandardSocketOptions.SO_KEEPALIVE,
            false,
            StandardSocketOptions.SO_SNDBUF,
            BUFFER,
            StandardSocketOptions.SO_RCVBUF,
            BUFFER,
            StandardSocketOptions.SO_REUSEADDR,
            false,
            StandardSocketOptions.SO_REUSEPORT,
            false,
            StandardSocketOptions.SO_LINGER,
            -1,
            StandardSocketOptions.IP_TOS,
            0);

    /** Those of {@code jdk.net}, a module that a program need not have, by name. */
    private static final Map<String, Object> OF_STREAMS_BY_NAME =
            Map.of("TCP_KEEPIDLE", 7_200, "TCP_KEEPINTERVAL", 75, "TCP_KEEPCOUNT", 9, "TCP_QUICKACK", true);

    private final Map<SocketOption<?>, Object> first;
    private final Map<String, Object> firstByName;

    /** Those that may have no value. */
    private final Set<SocketOption<?>> withoutValue;

    private final Map<SocketOption<?>, Object> set = new HashMap<>(4);

    private MemoryOptions(
            Map<SocketOption<?>, Object> first, Map<String, Object> firstByName, Set<SocketOption<?>> withoutValue) {
        this.first = first;
        this.firstByName = firstByName;
        this.withoutValue = withoutValue;
    }

    static MemoryOptions ofDatagrams() {
        return new MemoryOptions(OF_DATAGRAMS, Map.of(), Set.of(StandardSocketOptions.IP_MULTICAST_IF));
    }

    static MemoryOptions ofStreams() {
        return new MemoryOptions(OF_STREAMS, OF_STREAMS_BY_NAME, Set.of());
    }

    Set<SocketOption<?>> all() {
        Set<SocketOption<?>> all = new HashSet<>(first.keySet());
        all.addAll(withoutValue);
        all.addAll(set.keySet());
        return all;
    }

    <T> void set(SocketOption<T> option, T value) {
        require(option);
        if (value instanceof Integer number && number < 0 && option != StandardSocketOptions.SO_LINGER) {
            throw new IllegalArgumentException(option + " of " + number + ", which is negative");
        }
        set.put(option, option.type().cast(value));
    }

    <T> @Nullable T get(SocketOption<T> option) {
        require(option);
        Object atFirst = first.getOrDefault(option, firstByName.get(option.name()));
        return option.type().cast(set.getOrDefault(option, atFirst));
    }

    boolean is(SocketOption<Boolean> option) {
        return Boolean.TRUE.equals(get(option));
    }

    int number(SocketOption<Integer> option) {
        Integer value = get(option);
        return value == null ? 0 : value;
    }

    private void require(SocketOption<?> option) {
        if (!first.containsKey(option) && !firstByName.containsKey(option.name()) && !withoutValue.contains(option)) {
            throw new UnsupportedOperationException("an endpoint in memory has no option " + option.name());
        }
    }
}

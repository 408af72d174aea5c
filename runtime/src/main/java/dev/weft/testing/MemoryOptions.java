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

    private static final Map<SocketOption<?>, Object> FIRST = Map.of(
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

    /** The only one that has no value at first. */
    private static final SocketOption<?> INTERFACE = StandardSocketOptions.IP_MULTICAST_IF;

    private final Map<SocketOption<?>, Object> set = new HashMap<>();

    static Set<SocketOption<?>> all() {
        Set<SocketOption<?>> all = new HashSet<>(FIRST.keySet());
        all.add(INTERFACE);
        return all;
    }

    <T> void set(SocketOption<T> option, T value) {
        require(option);
        if (value instanceof Integer number && number < 0) {
            throw new IllegalArgumentException(option + " of " + number + ", which is negative");
        }
        set.put(option, option.type().cast(value));
    }

    <T> @Nullable T get(SocketOption<T> option) {
        require(option);
        return option.type().cast(set.getOrDefault(option, FIRST.get(option)));
    }

    boolean is(SocketOption<Boolean> option) {
        return Boolean.TRUE.equals(get(option));
    }

    int number(SocketOption<Integer> option) {
        Integer value = get(option);
        return value == null ? 0 : value;
    }

    private static void require(SocketOption<?> option) {
        if (!FIRST.containsKey(option) && !option.equals(INTERFACE)) {
            throw new UnsupportedOperationException("an endpoint in memory has no option " + option.name());
        }
    }
}

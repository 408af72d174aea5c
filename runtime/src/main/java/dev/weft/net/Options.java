// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import java.io.IOException;
import java.net.SocketOption;
import java.nio.channels.NetworkChannel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Options of sockets with their values, in the order in which they are set. Immutable. */
final class Options {
    static final Options NONE = new Options(Map.of());

    private final Map<SocketOption<?>, Object> values;

    private Options(Map<SocketOption<?>, Object> values) {
        this.values = values;
    }

    /** The same with one more, or another value of one. */
    <T> Options with(SocketOption<T> option, T value) {
        Map<SocketOption<?>, Object> more = new LinkedHashMap<>(values);
        more.put(option, value);
        return new Options(more);
    }

    void setOn(NetworkChannel channel, Object name) throws IOException {
        for (SocketOption<?> option : values.keySet()) {
            set(option, channel, name);
        }
    }

    void setOn(Connection connection) throws IOException {
        for (SocketOption<?> option : values.keySet()) {
            set(option, connection);
        }
    }

    private <T> void set(SocketOption<T> option, NetworkChannel channel, Object name) throws IOException {
        set(channel, name, option, valueOf(option));
    }

    private <T> void set(SocketOption<T> option, Connection connection) throws IOException {
        connection.setOption(option, valueOf(option));
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // it was put beside its option
    private <T> T valueOf(SocketOption<T> option) {
        return (T) values.get(option);
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    // ------------------------------------------------------------------ what a platform lacks

    static <T> void set(NetworkChannel channel, Object name, SocketOption<T> option, T value) throws IOException {
        try {
            channel.setOption(option, value);
        } catch (UnsupportedOperationException lacking) {
            throw lacking(name, option, channel.supportedOptions(), lacking);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(
                    option.name() + " of " + name + " cannot be " + value + ": " + wrong.getMessage(), wrong);
        }
    }

    /** Says what there is in place of an option. */
    static UnsupportedOperationException lacking(
            Object name, SocketOption<?> option, Set<SocketOption<?>> present, Exception cause) {
        return new UnsupportedOperationException(
                name + " has no option " + option.name() + " here (" + System.getProperty("os.name") + ", Java "
                        + Runtime.version().feature() + "). It has: "
                        + present.stream().map(SocketOption::name).sorted().collect(Collectors.joining(", "))
                        + ". Ask supportedOptions() before, or leave it out.",
                cause);
    }

    /** Such as {@code {TCP_NODELAY=false}}. */
    @Override
    public String toString() {
        return values.entrySet().stream()
                .map(entry -> entry.getKey().name() + '=' + entry.getValue())
                .collect(Collectors.joining(", ", "{", "}"));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import dev.weft.EventLoop;
import dev.weft.Task;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** A handler for each loop, made there for its first connection. Any loop; each asks for its own alone. */
final class HandlersOfLoops implements ConnectionHandler {
    private final Function<? super EventLoop, ? extends ConnectionHandler> make;
    private final Map<EventLoop, ConnectionHandler> made = new ConcurrentHashMap<>();

    HandlersOfLoops(Function<? super EventLoop, ? extends ConnectionHandler> make) {
        this.make = Objects.requireNonNull(make, "make");
    }

    @Override
    public Task<Void> handle(Connection connection) throws Exception {
        EventLoop loop = Objects.requireNonNull(EventLoop.current(), "connections are handled on a loop");
        ConnectionHandler handler = made.get(loop);
        if (handler == null) {
            handler = Objects.requireNonNull(make.apply(loop), "the handler of a loop");
            made.put(loop, handler);
            loop.onClose(() -> made.remove(loop));
        }
        return handler.handle(connection);
    }
}

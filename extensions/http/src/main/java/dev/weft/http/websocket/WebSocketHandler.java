// SPDX-License-Identifier: Apache-2.0
package dev.weft.http.websocket;

import dev.weft.Task;

/** What a server does with each WebSocket: a reference to an async method, or a lambda that awaits. */
@FunctionalInterface
public interface WebSocketHandler {
    /**
     * Serves one, in the task of its connection, on its loop. When this ends the peer is told: 1000, or 1011 if it has failed. {@link
     * WebSocketOptions#closeLimit} after the peer has closed or is lost, what still runs is cancelled.
     *
     * @param socket the WebSocket; not null, and closed by whoever calls this
     * @return a task that ends when all is said; not null
     * @throws Exception whatever it cannot do: the peer is told 1011 and nothing else, and it is logged, unless it is the {@link
     *     WebSocketException} of this WebSocket
     */
    Task<Void> handle(WebSocket socket) throws Exception;
}

// SPDX-License-Identifier: Apache-2.0
/** WebSocket (RFC 6455) over the server and the client of {@link dev.weft.http}. */
@NullMarked
package dev.weft.http.websocket;

import org.jspecify.annotations.NullMarked;

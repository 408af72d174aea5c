// SPDX-License-Identifier: Apache-2.0
/** HTTP and WebSocket on a loop: see {@link dev.weft.http}. */
module dev.weft.http {
    requires transitive dev.weft;
    requires static transitive java.net.http;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.codec.haproxy;
    requires io.netty.codec.http;
    requires io.netty.codec.http2;
    requires io.netty.common;
    requires io.netty.transport;
    requires static org.jspecify;

    exports dev.weft.http;
    exports dev.weft.http.websocket;
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;

/** Hands on what comes over a connection of HTTP/2: to the connection the first head of a stream, to the exchange all that follows. */
final class Http2Frames extends Http2FrameAdapter {
    private final Http2Connection connection;

    Http2Frames(Http2Connection connection) {
        this.connection = connection;
    }

    @Override
    public void onHeadersRead(ChannelHandlerContext context, int id, Http2Headers headers, int padding, boolean isLast)
            throws Http2Exception {
        Http2Exchange exchange = connection.exchange(id);
        if (exchange != null) {
            exchange.trailersCome(Http2Head.trailers(id, headers));
        } else {
            connection.begin(id, headers, isLast);
        }
    }

    /** With a priority, of which nothing is made (RFC 9113, 5.3.2). */
    @Override
    public void onHeadersRead(
            ChannelHandlerContext context,
            int id,
            Http2Headers headers,
            int parent,
            short weight,
            boolean isExclusive,
            int padding,
            boolean isLast)
            throws Http2Exception {
        onHeadersRead(context, id, headers, padding, isLast);
    }

    /** Returns how much of the window may be given back at once: the padding. */
    @Override
    public int onDataRead(ChannelHandlerContext context, int id, ByteBuf data, int padding, boolean isLast) {
        Http2Exchange exchange = connection.exchange(id);
        if (exchange == null) {
            return data.readableBytes() + padding;
        }
        return exchange.dataComes(data, isLast) ? padding : data.readableBytes() + padding;
    }

    @Override
    public void onPingAckRead(ChannelHandlerContext context, long content) {
        connection.pinged();
    }
}

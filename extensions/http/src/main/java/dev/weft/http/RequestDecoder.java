// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpUtil;
import java.util.ArrayList;
import java.util.List;

/** Netty's decoder of requests. */
final class RequestDecoder extends HttpRequestDecoder implements MessageDecoder {
    private final List<Object> decoded = new ArrayList<>(2);

    RequestDecoder(int maxLine, int maxHeader, int maxChunk) {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(maxLine)
                .setMaxHeaderSize(maxHeader)
                .setMaxChunkSize(maxChunk));
    }

    @Override
    public void decode(ByteBuf in, List<Object> out) throws Exception {
        decode(null, in, out);
    }

    @Override
    public List<Object> decoded() {
        return decoded;
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage message) {
        return !HttpUtil.isTransferEncodingChunked(message);
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("both Transfer-Encoding and Content-Length");
    }
}

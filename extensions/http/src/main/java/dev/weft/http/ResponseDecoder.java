// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpVersion;
import java.util.ArrayList;
import java.util.List;

/** Netty's decoder of responses, which has to be told what they answer. */
final class ResponseDecoder extends HttpResponseDecoder implements MessageDecoder {
    private final List<Object> decoded = new ArrayList<>(2);
    private boolean isOfHead;

    ResponseDecoder(int maxHeader, int maxChunk) {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(maxHeader)
                .setMaxHeaderSize(maxHeader)
                .setMaxChunkSize(maxChunk));
    }

    /** Says whether the next response is one to HEAD, which has no body whatever its header says. */
    void answers(String method) {
        isOfHead = method.equals("HEAD");
    }

    @Override
    public void decode(ByteBuf in, List<Object> out) throws Exception {
        decode(null, in, out);
    }

    @Override
    public List<Object> decoded() {
        return decoded;
    }

    /** All but chunks are read from the stream as they are. */
    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage message) {
        return !isChunked(message)
                || hasNoBody(((HttpResponse) message).status().code(), isOfHead);
    }

    /** Whether a response has no body (RFC 9112, 6.3). */
    static boolean hasNoBody(int status, boolean isOfHead) {
        return isOfHead || status < 200 || status == 204 || status == 304;
    }

    /** Refuses what a proxy in between may have read otherwise (RFC 9112, 6.1 and 6.3). */
    private static boolean isChunked(HttpMessage message) {
        List<String> codings = message.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
        if (codings.isEmpty()) {
            return false;
        }
        if (message.headers().contains(HttpHeaderNames.CONTENT_LENGTH)) {
            throw new IllegalArgumentException("both Transfer-Encoding and Content-Length");
        }
        if (codings.size() > 1 || !codings.get(0).equalsIgnoreCase("chunked")) {
            throw new IllegalArgumentException("transfer encoding " + codings);
        }
        if (!message.protocolVersion().equals(HttpVersion.HTTP_1_1)) {
            throw new IllegalArgumentException("Transfer-Encoding in a response of " + message.protocolVersion());
        }
        return true;
    }

    @Override
    protected boolean isSwitchingToNonHttp1Protocol(HttpResponse response) {
        return false; // nobody asks for that
    }
}

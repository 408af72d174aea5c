// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One of Netty's decoders without a pipeline around it: it is asked for one object at a time, and so decodes nothing ahead. Bodies of a known
 * length, and those that last up to the end of the connection, are not its business: they are read from the stream as they are.
 */
interface MessageDecoder {
    /** Has Netty decode something. */
    void decode(ByteBuf in, List<Object> decoded) throws Exception;

    /** What was decoded and not taken, which is nothing between two calls of {@link #next}. */
    List<Object> decoded();

    /** The head of a message, a chunk of a body or its end; null if more has to come for that. */
    default @Nullable HttpObject next(ByteBuf in) throws BadMessageException {
        List<Object> decoded = decoded();
        if (decoded.isEmpty()) {
            decode(in);
        }
        if (decoded.isEmpty()) {
            return null;
        }
        HttpObject first = (HttpObject) decoded.remove(0);
        if (first instanceof HttpMessage) {
            decoded.clear(); // behind a head that has no chunks comes an end, which says nothing
        }
        if (first.decoderResult().isFailure()) {
            throw failure(first.decoderResult().cause());
        }
        return first;
    }

    private void decode(ByteBuf in) throws BadMessageException {
        List<Object> decoded = decoded();
        try {
            int before = -1;
            while (decoded.isEmpty() && in.readerIndex() != before) {
                before = in.readerIndex();
                decode(in, decoded);
            }
        } catch (Exception failed) { // of a decoder, which tells of all that it expects by an object
            throw new BadMessageException(400, "what cannot be decoded: " + failed);
        }
    }

    private static BadMessageException failure(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return new BadMessageException(414, "a first line that is too long");
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return new BadMessageException(431, "a header that is too long");
        }
        return new BadMessageException(400, cause.getMessage() == null ? cause.toString() : cause.getMessage());
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception.StreamException;
import io.netty.handler.codec.http2.Http2Stream;

/** The streams of a connection that this side has broken off last, whose client may not know it yet. Loop thread only. */
final class Http2Broken extends Http2ConnectionAdapter {
    /** More than most clients have at once. */
    private static final int MOST = 128;

    /** How many frames may be late: at first and at most, and more for each stream that ends. Netty takes as long for one as for a request. */
    private static final int LATE = 10_000;

    private static final int LATE_OF_EACH = 16;
    private static final int[] NONE = {};

    private int[] streams = NONE;
    private int next;
    private int allowed = LATE;

    @Override
    public void onStreamClosed(Http2Stream stream) {
        allowed = Math.min(allowed + LATE_OF_EACH, LATE);
        if (stream.isResetSent()) {
            if (streams.length == 0) {
                streams = new int[MOST];
            }
            streams[next] = stream.id();
            next = (next + 1) % MOST;
        }
    }

    /**
     * Whether this is about a frame that was on its way when its stream was broken off: no fault of the client, and passed over (RFC 9113, 5.1),
     * as long as it does not send them without end.
     */
    boolean isLate(StreamException error) {
        if (error.error() == Http2Error.STREAM_CLOSED && allowed > 0) {
            for (int stream : streams) {
                if (stream == error.streamId()) {
                    allowed--;
                    return true;
                }
            }
        }
        return false;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Exception.StreamException;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/** How Netty's codec is set up: what a client may, and when it has gone too far (CVE-2019-9511 and the like, CVE-2023-44487). */
final class Http2Setup extends AbstractHttp2ConnectionHandlerBuilder<Http2ConnectionHandler, Http2Setup> {
    /** What a client may send of one body before the handler reads it. */
    static final int STREAM_WINDOW = 128 * 1024;

    /** What it may send of all of them. */
    static final int CONNECTION_WINDOW = 1024 * 1024;

    private static final int MOST_EMPTY_FRAMES = 16;
    private static final int MOST_RESETS = 200;
    private static final int RESETS_SECONDS = 30;

    private final ObjIntConsumer<Throwable> errors;

    private Http2Setup(ObjIntConsumer<Throwable> errors) {
        this.errors = errors;
    }

    /** @param errors is told what the client has done wrong, and the stream that ends by it, or 0 for the connection */
    static Http2ConnectionHandler handler(
            HttpOptions.Values options,
            Http2FrameListener listener,
            Http2ConnectionAdapter streams,
            ObjIntConsumer<Throwable> errors) {
        Http2ConnectionHandler handler = new Http2Setup(errors)
                .connection(codecConnection())
                .initialSettings(Http2Settings.defaultSettings()
                        .maxConcurrentStreams(options.maxStreams)
                        .initialWindowSize(STREAM_WINDOW)
                        .maxHeaderListSize((long) options.maxLine + options.maxHeader))
                .frameListener(listener)
                .validateHeaders(true)
                .decoupleCloseAndGoAway(true)
                .gracefulShutdownTimeoutMillis(-1)
                .decoderEnforceMaxConsecutiveEmptyDataFrames(MOST_EMPTY_FRAMES)
                .decoderEnforceMaxRstFramesPerWindow(MOST_RESETS, RESETS_SECONDS)
                .encoderEnforceMaxRstFramesPerWindow(MOST_RESETS, RESETS_SECONDS)
                .build();
        handler.connection().addListener(streams);
        return handler;
    }

    /** All streams have the same share of the windows: priorities are a thing of the past, and cost memory (RFC 9113, 5.3.2). */
    private static DefaultHttp2Connection codecConnection() {
        var connection = new DefaultHttp2Connection(true);
        connection
                .remote()
                .flowController(
                        new DefaultHttp2RemoteFlowController(connection, new UniformStreamByteDistributor(connection)));
        return connection;
    }

    @Override
    protected Http2ConnectionHandler build(
            Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings initial) {
        return new Handler(decoder, encoder, initial, errors);
    }

    private static final class Handler extends Http2ConnectionHandler {
        private final Http2Broken broken = new Http2Broken();
        private final ObjIntConsumer<Throwable> errors;

        Handler(
                Http2ConnectionDecoder decoder,
                Http2ConnectionEncoder encoder,
                Http2Settings initial,
                ObjIntConsumer<Throwable> errors) {
            super(decoder, encoder, initial, true);
            this.errors = errors;
            connection().addListener(broken);
        }

        @Override
        protected void onStreamError(
                ChannelHandlerContext context, boolean isOutbound, Throwable cause, StreamException error) {
            if (!isOutbound) {
                if (connection().stream(error.streamId()) == null && broken.isLate(error)) {
                    return;
                }
                errors.accept(error, error.streamId());
            }
            super.onStreamError(context, isOutbound, cause, error);
        }

        @Override
        protected void onConnectionError(
                ChannelHandlerContext context, boolean isOutbound, Throwable cause, @Nullable Http2Exception error) {
            if (!isOutbound) {
                errors.accept(cause, 0);
            }
            super.onConnectionError(context, isOutbound, cause, error);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.net.Connection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** A client of HTTP/2 that writes frames as it is told, also such as no client should, and says what comes as lines. */
final class Frames {
    static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int PRIORITY = 2;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PUSH_PROMISE = 5;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;
    static final int END_STREAM = 1;
    static final int ACK = 1;
    static final int END_HEADERS = 4;

    final Connection connection;
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);

    /** What came of the bodies, without a word about it. */
    final ByteArrayOutputStream bodies = new ByteArrayOutputStream();

    Frames(Connection connection) {
        this.connection = connection;
    }

    // ------------------------------------------------------------------ what is sent

    static byte[] frame(int type, int flags, int stream, byte... payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .putInt(payload.length << 8 | type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    static byte[] number(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    /** The frame of a head; fields are name, value, name, value. Refers to nothing that was sent before. */
    static byte[] head(int stream, boolean isLast, String... fields) {
        return frame(HEADERS, END_HEADERS | (isLast ? END_STREAM : 0), stream, block(fields));
    }

    static byte[] block(String... fields) {
        Http2Headers headers = new DefaultHttp2Headers(false);
        ByteBuf block = Unpooled.buffer();
        try {
            DefaultHttp2HeadersEncoder encoder = new DefaultHttp2HeadersEncoder((name, value) -> true, true);
            for (int i = 0; i < fields.length; i += 2) { // one by one, since the headers sort what they have
                headers.clear().add(fields[i], fields[i + 1]);
                encoder.encodeHeaders(3, headers, block);
            }
        } catch (Http2Exception impossible) {
            throw new AssertionError(impossible);
        }
        return ByteBufUtil.getBytes(block);
    }

    static String[] get(String path, String... more) {
        return request("GET", path, more);
    }

    static String[] request(String method, String path, String... more) {
        List<String> fields =
                new ArrayList<>(List.of(":method", method, ":scheme", "http", ":authority", "a", ":path", path));
        fields.addAll(List.of(more));
        return fields.toArray(String[]::new);
    }

    /** What a client begins with, which changes these settings: a number, its value, and so on. */
    static byte[] begin(int... settings) {
        ByteBuffer payload = ByteBuffer.allocate(settings.length * 3);
        for (int i = 0; i < settings.length; i += 2) {
            payload.putShort((short) settings[i]).putInt(settings[i + 1]);
        }
        return joined(PREFACE.getBytes(ISO_8859_1), frame(SETTINGS, 0, 0, payload.array()), frame(SETTINGS, ACK, 0));
    }

    static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    @Async
    Task<Void> send(byte[]... frames) throws IOException {
        return Task.of(await(connection.write(joined(frames))));
    }

    // ------------------------------------------------------------------ what comes

    /** Suspends until the next frame that is none of settings or of the window of the connection has come. */
    @Async
    Task<String> next() throws IOException {
        while (true) {
            byte[] start = await(connection.read(1));
            if (start.length == 0) {
                return Task.of("end");
            }
            ByteBuffer header = ByteBuffer.wrap(joined(start, await(connection.readExactly(8))));
            int length = header.getInt() >>> 8;
            int flags = header.get(4) & 0xFF;
            int stream = header.getInt(5);
            byte[] payload = await(connection.readExactly(length));
            int type = header.get(3);
            if (type != SETTINGS && (type != WINDOW_UPDATE || stream != 0)) {
                return Task.of(text(type, flags, stream, payload));
            }
        }
    }

    /** The next lines. */
    @Async
    Task<List<String>> next(int count) throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lines.add(await(next()));
        }
        return Task.of(lines);
    }

    /** All that comes until the end. */
    @Async
    Task<List<String>> rest() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = await(next()); !line.equals("end"); line = await(next())) {
            lines.add(line);
        }
        return Task.of(lines);
    }

    private String text(int type, int flags, int stream, byte[] payload) throws IOException {
        String end = (flags & END_STREAM) != 0 ? " END" : "";
        ByteBuffer in = ByteBuffer.wrap(payload);
        return switch (type) {
            case DATA -> {
                bodies.writeBytes(payload);
                yield stream + " DATA "
                        + (payload.length > 40 ? payload.length + " bytes" : new String(payload, ISO_8859_1)) + end;
            }
            case HEADERS -> stream + " HEADERS " + fields(stream, payload) + end;
            case RST_STREAM -> stream + " RST " + Http2Error.valueOf(in.getInt());
            case PING -> (flags & ACK) != 0 ? "PING ACK" : "PING";
            case GOAWAY -> "GOAWAY " + in.getInt() + " " + Http2Error.valueOf(in.getInt());
            case WINDOW_UPDATE -> stream + " WINDOW " + in.getInt();
            default -> stream + " TYPE " + type;
        };
    }

    private String fields(int stream, byte[] block) throws IOException {
        try {
            StringJoiner fields = new StringJoiner(", ");
            decoder.decodeHeaders(stream, Unpooled.wrappedBuffer(block)).forEach(each -> {
                if (!each.getKey().toString().equals("date")) {
                    fields.add((each.getKey() + "=" + each.getValue()).replace(":status=", ""));
                }
            });
            return fields.toString();
        } catch (Http2Exception malformed) {
            throw new IOException(malformed);
        }
    }
}

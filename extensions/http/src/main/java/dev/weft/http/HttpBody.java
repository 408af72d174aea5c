// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;

import dev.weft.Async;
import dev.weft.AsyncGenerator;
import dev.weft.Task;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Type;
import java.nio.charset.Charset;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * The body of a message, which is read from the connection as somebody asks for it: what nobody reads waits at the sender. Of a request, what is
 * left when the handler has answered is skipped, up to the limit of the options, or else the connection ends; it is not to be read after that.
 * Of a response, what is left when that is closed ends the connection.
 *
 * <p>Loop thread only, one read at a time. No argument may be null.
 */
public abstract class HttpBody {
    private static final int READ = 64 * 1024;

    HttpBody() {}

    static int requirePositive(int max) {
        if (max <= 0) {
            throw new IllegalArgumentException("a read of " + max + " bytes; at least 1");
        }
        return max;
    }

    /**
     * Returns how long the body is.
     *
     * @return the number of bytes; -1 if the sender has not said so
     */
    public abstract long length();

    /**
     * Suspends until some of the body has come. Cancel-safe: a cancelled read has taken nothing.
     *
     * @param max the most to take, in bytes
     * @return a task that returns the bytes; none at the end of the body
     * @throws IOException when awaited: the sender has gone before the end of the body, or what it has sent is no body, or too long
     * @throws IllegalArgumentException if {@code max} is not positive
     */
    public abstract Task<byte[]> read(int max) throws IOException;

    /** How many bytes of it are to be read yet, or at least 1; {@link Long#MAX_VALUE} if the connection cannot go on behind it. */
    abstract long left();

    /** Whether all of it was read. */
    final boolean isOver() {
        return left() == 0;
    }

    /**
     * Suspends until so much of the body was skipped, or all of it. Cancel-safe: what was not read is there for the next one.
     *
     * @param most how many bytes are skipped, at most
     * @return a task that returns whether the body is over
     * @throws IOException when awaited, as {@link #read}
     */
    @Async
    public Task<Boolean> skip(int most) throws IOException {
        for (int left = most; !isOver() && left > 0; ) {
            left -= await(read(left)).length;
        }
        return Task.of(isOver());
    }

    /** Takes the rest if all of it has come; else null. */
    byte @Nullable [] takeHeld() {
        return isOver() ? EmptyBody.NONE : null;
    }

    /** Skips the rest if all of it has come, and is no more than so many bytes. Returns whether it is over then. */
    boolean skipHeld(int most) {
        return isOver();
    }

    /**
     * Suspends until all of the body has come.
     *
     * @param limit the most to hold, in bytes
     * @return a task that returns the bytes
     * @throws BodyTooLongException when awaited and it is longer; where a handler does not catch it, the client is told so (413)
     * @throws IOException when awaited, as {@link #read}
     */
    @Async
    public Task<byte[]> readAll(int limit) throws IOException {
        if (length() > limit) {
            throw new BodyTooLongException(this, limit);
        }
        ByteArrayOutputStream all =
                new ByteArrayOutputStream((int) Math.max(64, Math.min(length(), READ))); // not what a sender only says
        for (byte[] next = await(read(READ)); next.length > 0; next = await(read(READ))) {
            if (all.size() + next.length > limit) {
                throw new BodyTooLongException(this, limit);
            }
            all.write(next, 0, next.length);
        }
        return Task.of(all.toByteArray());
    }

    /**
     * Suspends until all of the body has come, as text.
     *
     * @param charset of the text
     * @param limit the most to hold, in bytes
     * @return a task that returns the text; what is malformed in it is the replacement character
     * @throws IOException when awaited, as {@link #readAll}
     */
    @Async
    public Task<String> readText(Charset charset, int limit) throws IOException {
        return Task.of(new String(await(readAll(limit)), charset));
    }

    /**
     * Suspends until all of the body has come, as a value.
     *
     * @param codec makes the value, such as of JSON
     * @param type of the value
     * @param limit the most to hold, in bytes
     * @return a task that returns the value
     * @param <T> the type of the value
     * @throws BadBodyException when awaited and the codec cannot; where a handler does not catch it, the client is told so (400)
     * @throws IOException when awaited, as {@link #readAll}
     */
    @Async
    public <T> Task<T> readAs(BodyCodec codec, Class<T> type, int limit) throws IOException {
        Objects.requireNonNull(codec, "codec");
        byte[] bytes = await(readAll(limit));
        return Task.of(decoded(bytes, type.getSimpleName(), () -> type.cast(codec.decode(bytes, type))));
    }

    /**
     * Suspends until all of the body has come, as a value of a type with parameters, such as a list of orders, which libraries of JSON name by
     * something like {@code new TypeReference<List<Order>>() {}.getType()}.
     *
     * @param codec makes the value, such as of JSON
     * @param type of the value; that it is the {@code T} of this call is for the caller to see to
     * @param limit the most to hold, in bytes
     * @return a task that returns the value
     * @param <T> the type of the value
     * @throws IOException when awaited, as {@link #readAs(BodyCodec, Class, int)}
     */
    @Async
    @SuppressWarnings("unchecked") // nothing knows it at run time
    public <T> Task<T> readAs(BodyCodec codec, Type type, int limit) throws IOException {
        Objects.requireNonNull(codec, "codec");
        byte[] bytes = await(readAll(limit));
        return Task.of(decoded(bytes, type.getTypeName(), () -> (T) codec.decode(bytes, type)));
    }

    private <T> T decoded(byte[] bytes, String type, Callable<T> decoding) throws BadBodyException {
        try {
            return Objects.requireNonNull(decoding.call(), "what was decoded");
        } catch (Exception failed) {
            throw new BadBodyException(this, "a body of " + bytes.length + " bytes that is no " + type, failed);
        }
    }

    /**
     * Returns what is left of the body, piece by piece, such as for the body of another message. It reads when it is asked for a piece; closing
     * it leaves the rest where it is.
     *
     * @param max the most bytes of a piece
     * @return the pieces, none of them empty
     * @throws IOException when a piece is awaited, as {@link #read}
     * @throws IllegalArgumentException if {@code max} is not positive
     */
    public AsyncGenerator<byte[]> pieces(int max) throws IOException {
        return new BodyPieces(this, max, () -> {});
    }

    /**
     * Returns the header fields behind the body.
     *
     * @return the trailers; none before the end of the body
     */
    public HttpHeaders trailers() {
        return HttpHeaders.none();
    }
}

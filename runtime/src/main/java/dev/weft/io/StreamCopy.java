// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import dev.weft.Awaitable;
import dev.weft.NotCancelSafe;
import dev.weft.Tuple2;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeoutException;

/**
 * Copies streams into one another, a piece at a time: what waits for a slow reader is at most 64 KiB, and nothing while there is nothing to
 * copy. The streams stay open, whatever happens, and belong to whoever has them; they may be of different kinds, and are of the loop on
 * which the copy is awaited. Nothing else is to read where it reads, or write where it writes. Each awaitable is awaited once. No argument
 * may be null.
 *
 * <pre>{@code
 * try (Connection backend = await(Tcp.openConnection("127.0.0.1", 8080))) {
 *     await(StreamCopy.copyBidirectional(client, backend, Duration.ofMinutes(5)));
 * }
 * }</pre>
 */
public final class StreamCopy {
    private StreamCopy() {}

    /** What happens at progress where there is no limit to renew. */
    private static void unlimited() {}

    /**
     * Suspends until a stream has ended and all of it was written to another one, whose output goes on. Not cancel-safe: what was read last
     * may not have been written.
     *
     * @param from what to read
     * @param to where to write
     * @return an awaitable of the number of bytes
     * @throws IOException when awaited: reading or writing has failed
     */
    @NotCancelSafe("what was read and not written yet, up to 64 KiB")
    @SuppressWarnings("unused") // the exception comes from the await
    public static Awaitable<Long> copy(ByteStream from, ByteStream to) throws IOException {
        return new OneWay(
                Objects.requireNonNull(from, "from"), Objects.requireNonNull(to, "to"), StreamCopy::unlimited, false);
    }

    /**
     * Suspends until each of two streams has ended, and all of it was written to the other: both ways at the same time, each in a task of
     * its own. Where one ends, the {@linkplain ByteStream#shutdownOutput output of the other} is ended, and the other way goes on. What
     * fails one way cancels the other. Not cancel-safe: what was read last may not have been written.
     *
     * @param one one of the two
     * @param other the other
     * @return an awaitable of the number of bytes each way: first from {@code one} to {@code other}
     * @throws IOException when awaited: reading or writing has failed, either way
     */
    @NotCancelSafe("what was read and not written yet, up to 64 KiB each way")
    @SuppressWarnings("unused") // the exception comes from the await
    public static Awaitable<Tuple2<Long, Long>> copyBidirectional(ByteStream one, ByteStream other) throws IOException {
        return new BothWays(
                Objects.requireNonNull(one, "one"), Objects.requireNonNull(other, "other"), StreamCopy::unlimited);
    }

    /**
     * Copies both ways, as {@link #copyBidirectional(ByteStream, ByteStream)}, and gives up when nothing has gone either way for some time.
     * For a limit of the whole time, await it with {@link dev.weft.Weft#waitFor}; both go together. Not cancel-safe, and neither when the
     * time is over: what was read last may not have been written.
     *
     * @param one one of the two
     * @param other the other
     * @param idle how long both ways may stand still together, on the loop's clock; more than zero
     * @return an awaitable of the number of bytes each way
     * @throws IllegalArgumentException if the limit is zero or negative
     * @throws IOException when awaited: reading or writing has failed, either way
     * @throws TimeoutException when awaited: nothing was read or written for so long
     */
    @NotCancelSafe("what was read and not written yet, up to 64 KiB each way")
    @SuppressWarnings("unused") // the exception comes from the await
    public static Awaitable<Tuple2<Long, Long>> copyBidirectional(ByteStream one, ByteStream other, Duration idle)
            throws IOException, TimeoutException {
        return new UntilIdle(
                Objects.requireNonNull(one, "one"),
                Objects.requireNonNull(other, "other"),
                Objects.requireNonNull(idle, "idle"));
    }
}

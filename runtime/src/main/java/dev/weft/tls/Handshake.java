// SPDX-License-Identifier: Apache-2.0
package dev.weft.tls;

import dev.weft.Awaitable;
import dev.weft.BlockingPool;
import dev.weft.EventLoop;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.Weft;
import dev.weft.io.ByteStream;
import dev.weft.io.Transport;
import dev.weft.spi.SingleUse;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes an encrypted stream of a plain one, within a limit of time. It takes the plain one over when somebody waits for it; whatever ends it
 * but success closes both. Loop thread only, but for making it.
 */
final class Handshake<S extends ByteStream> extends SingleUse<S> implements Negotiation.Listener {
    private final ByteStream plain;
    private final Role role;
    private final Function<Transport, S> encrypted;
    private final Duration limit;

    /** These are null before the beginning. */
    private @Nullable TlsTransport transport;

    private @Nullable Negotiation negotiation;
    private @Nullable S stream;

    /** Null where no limit runs. */
    private @Nullable Awaitable<Void> limitIsOver;

    private final Waiter late = this::isLate;
    private long deadline = WaitDescription.NO_DEADLINE;
    private boolean over;

    Handshake(ByteStream plain, Role role, Function<Transport, S> encrypted, Duration limit) {
        this.plain = plain;
        this.role = role;
        this.encrypted = encrypted;
        this.limit = limit;
    }

    @Override
    protected void begin(Waiter waiter) {
        try {
            stream = plain.handOver(this::streamOver);
        } catch (Throwable refused) { // for whoever asks for the result
            over = true;
            fail(refused);
            return;
        }
        limit();
        Negotiation begun = negotiation;
        if (begun != null) {
            begun.goOn();
        }
    }

    private S streamOver(Transport given) {
        try {
            TlsTransport made = new TlsTransport(given, role.serverName());
            negotiation = new Negotiation(made, role, BlockingPool.EXECUTOR.orElse(BlockingPool.shared()), this);
            made.negotiate(negotiation);
            transport = made;
            return encrypted.apply(made);
        } catch (ClosedChannelException closed) {
            throw new UncheckedIOException(closed);
        }
    }

    /** Begins the time in a turn of its own, where no coroutine runs: that would be the one who waits. */
    private void limit() {
        EventLoop loop = plain.loop();
        long nanos = limit.compareTo(Duration.ofNanos(Long.MAX_VALUE)) < 0 ? limit.toNanos() : Long.MAX_VALUE;
        long now = loop.nanoTime();
        deadline = nanos > Long.MAX_VALUE - Math.max(now, 0) ? WaitDescription.NO_DEADLINE : now + nanos;
        loop.post(() -> {
            if (!over) {
                Awaitable<Void> sleep = Weft.sleep(limit);
                limitIsOver = sleep;
                sleep.subscribe(late);
            }
        });
    }

    private void isLate() {
        Negotiation slow = negotiation;
        if (over || slow == null) {
            return;
        }
        String where = slow.where();
        over();
        abort();
        fail(new HandshakeTimeoutException(
                "the tls handshake of " + transport + " did not end within " + limit + ", and was given up: " + where));
    }

    private void over() {
        over = true;
        Awaitable<Void> sleep = limitIsOver;
        if (sleep != null) {
            sleep.withdraw(late);
            limitIsOver = null;
        }
    }

    @Override
    public void negotiated(TlsSession session) {
        over();
        complete();
    }

    @Override
    public void failed(Throwable failure) {
        if (!over) {
            over();
            if (stream != null) {
                stream.close();
            }
            fail(failure);
        }
    }

    @Override
    @SuppressWarnings("NullAway") // it has ended
    protected S value() {
        return stream;
    }

    @Override
    protected void stop() {
        if (!over) {
            over();
            abort();
        }
    }

    /** Frees everything at once: whoever does not answer would not hear a goodbye either. */
    private void abort() {
        if (transport != null) {
            transport.abort();
        }
        if (stream != null) {
            stream.close();
        }
    }

    @Override
    public void discard(S unclaimed) {
        unclaimed.close();
    }

    @Override
    protected String operation() {
        return "tls handshake of " + plain;
    }

    @Override
    public WaitDescription describe() {
        TlsTransport begun = transport;
        return begun == null
                ? WaitDescription.of("tls handshake", plain.toString())
                : new WaitDescription("tls handshake", begun.identity(), begun.peer(), deadline);
    }

    @Override
    public EventLoop loop() {
        return plain.loop();
    }
}

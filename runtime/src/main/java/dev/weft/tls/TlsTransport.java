// SPDX-License-Identifier: Apache-2.0
package dev.weft.tls;

import dev.weft.EventLoop;
import dev.weft.Registration;
import dev.weft.io.EndpointClosedException;
import dev.weft.io.Transport;
import dev.weft.spi.Reports;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntConsumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * A transport that encrypts what goes over another one. It has the only registration of that, and hands on what is ready: to the handshake
 * first, then to the stream, and to the {@link Farewell} in the end. Loop thread only, but for its names and {@link #isOpen}.
 */
final class TlsTransport implements Transport, Registration {
    private static final int READ = SelectionKey.OP_READ;
    private static final int WRITE = SelectionKey.OP_WRITE;

    private final Transport inner;
    private final Registration innerWatch;
    private volatile @Nullable String serverName;
    private volatile @Nullable TlsSession session;
    private volatile boolean open = true;

    /** Null until the engine is known, and after the handshake. */
    private @Nullable Negotiation negotiation;

    private @Nullable SSLEngine engine;
    private @Nullable Incoming incoming;
    private @Nullable Outgoing outgoing;
    private @Nullable Role role;

    /** Null until this is closed, and where there is nobody to say goodbye to. */
    private @Nullable Farewell farewell;

    private IntConsumer onReady = bits -> {};
    private int interest;
    private boolean announced;
    private boolean flushIsDue;
    private boolean outputIsShut;

    /** What reads meet next, and writes too if it is one of TLS: it came up while nobody asked, or behind bytes that were there. */
    private @Nullable IOException failure;

    /**
     * Why nothing is sent any more: the transport below has failed. Records that it did not take are missing to the peer, and what comes
     * behind them is nothing to it. There may be something to read all the same.
     */
    private @Nullable IOException broken;

    TlsTransport(Transport inner, @Nullable String serverName) throws ClosedChannelException {
        this.inner = inner;
        this.serverName = serverName;
        this.innerWatch = inner.watch(0, this::innerIsReady);
    }

    // ------------------------------------------------------------------ the handshake

    void negotiate(Negotiation begun) {
        negotiation = begun;
    }

    /** Notes the engine, and what has been received before there was one. */
    void begin(SSLEngine begun, @Nullable String name, byte[] first, Role ends) {
        engine = begun;
        serverName = name;
        role = ends;
        outgoing = new Outgoing(inner, begun);
        incoming = new Incoming(inner, begun, first, this::answer);
    }

    void negotiated(TlsSession agreed) {
        negotiation = null;
        session = agreed;
    }

    @Nullable
    String serverName() {
        return serverName;
    }

    Transport inner() {
        return inner;
    }

    Incoming incoming() {
        return Objects.requireNonNull(incoming);
    }

    Outgoing outgoing() {
        return Objects.requireNonNull(outgoing);
    }

    /** A record that was no data. Renegotiation, which TLS 1.3 has not, lets others in between what belongs together (RFC 5746). */
    private void answer() throws IOException {
        if (negotiation != null || engine == null) {
            return;
        }
        if (!engine.isInboundDone() && !engine.getSession().getProtocol().equals("TLSv1.3")) {
            engine.closeOutbound();
            outgoing().answer();
            throw new SSLException("the peer has asked for a renegotiation, which is refused");
        }
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run(); // of another provider than the JDK's, which has none behind the handshake
        }
        try {
            outgoing().answer();
        } catch (SSLException said) {
            throw said;
        } catch (IOException gone) { // a peer that has said all, perhaps, which is still to be read
            failed(gone);
        }
        watchInner();
    }

    /** Notes what has failed, and names it: TLS, of which both directions are told from now on, or the transport below. */
    private IOException failed(IOException met) {
        if (met instanceof SSLException said) {
            failure = named(said);
            return failure;
        }
        if (broken == null) {
            broken = met;
        }
        return met;
    }

    // ------------------------------------------------------------------ bytes

    @Override
    public int read(ByteBuffer target) throws IOException {
        requireOpen();
        if (!target.hasRemaining()) {
            return 0;
        }
        int before = target.position();
        try {
            Incoming.Found found = readInto(target);
            int count = target.position() - before;
            if (count > 0 || found == Incoming.Found.NOTHING || found == Incoming.Found.RECORD) {
                return count;
            }
            if (found == Incoming.Found.END) {
                return -1;
            }
            throw new TruncatedException(
                    this
                            + " ended without close_notify: the peer has broken off, or somebody has cut the connection, and data may be missing");
        } finally {
            announce();
        }
    }

    private Incoming.Found readInto(ByteBuffer target) throws IOException {
        if (failure != null && !incoming().hasPlaintext()) {
            throw thrownNow(failure);
        }
        int before = target.position();
        try {
            return incoming().read(target);
        } catch (IOException met) {
            IOException named = failed(met);
            sayGoodbye();
            if (target.position() == before) {
                throw named;
            }
            failure = named; // for the next one
            return Incoming.Found.RECORD;
        }
    }

    /** A failure of TLS stays, one of the transport below is told once. */
    private IOException thrownNow(IOException met) {
        if (!(met instanceof SSLException)) {
            failure = null;
        }
        return met;
    }

    /** Has the peer learn why: the engine has an alert for it. */
    private void sayGoodbye() {
        try {
            outgoing().answer();
            watchInner();
        } catch (IOException alsoFailed) { // and has nobody to tell
            return;
        }
    }

    SSLException named(SSLException said) {
        return Failures.named(said, String.valueOf(this));
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        requireOpen();
        if (outputIsShut) {
            throw new EndpointClosedException("the output of " + this + " is shut down");
        }
        requireSendable();
        try {
            int count = outgoing().write(source);
            flushSoon();
            return count;
        } catch (IOException met) {
            throw failed(met);
        } finally {
            watchInner();
            announce();
        }
    }

    private void requireSendable() throws IOException {
        requireUnbroken();
        if (failure instanceof SSLException) {
            throw failure;
        }
        try {
            outgoing().requireSendable();
        } catch (SSLException ended) { // which reads meet as an end
            throw named(ended);
        }
    }

    void requireUnbroken() throws IOException {
        if (broken != null) {
            throw broken;
        }
    }

    /** Small writes go out when those who are ready now have run: then there may be more of them. */
    private void flushSoon() {
        if (!flushIsDue && outgoing().hasGathered()) {
            flushIsDue = true;
            if (!isPosted(this::flush)) {
                flush();
            }
        }
    }

    private void flush() {
        flushIsDue = false;
        if (open) {
            try {
                outgoing().flush();
            } catch (IOException met) { // for the next one who writes
                failed(met);
            }
            watchInner();
            announce();
        }
    }

    /** False if the loop is closed. */
    private boolean isPosted(Runnable action) {
        try {
            inner.loop().post(action);
            return true;
        } catch (IllegalStateException closed) {
            return false;
        }
    }

    @Override
    public void shutdownOutput() throws IOException {
        requireOpen();
        if (outputIsShut) {
            return;
        }
        requireUnbroken();
        try {
            outgoing().end();
            outputIsShut = true;
            shutInner();
        } catch (IOException met) {
            throw failed(met);
        } finally {
            watchInner();
        }
    }

    private void shutInner() throws IOException {
        if (outputIsShut && outgoing().waiting() == 0) {
            inner.shutdownOutput();
        }
    }

    // ------------------------------------------------------------------ readiness

    @Override
    public Registration watch(int first, IntConsumer handler) throws ClosedChannelException {
        requireOpen();
        onReady = handler;
        interest(first);
        return this;
    }

    @Override
    public int interest() {
        return interest;
    }

    @Override
    public void interest(int bits) {
        if (open) {
            interest = bits;
            watchInner();
            announce();
        }
    }

    @Override
    public void cancel() {
        interest(0);
    }

    /** Watches the transport below for what somebody waits for. */
    void watchInner() {
        if (farewell != null || !inner.isOpen()) {
            return;
        }
        boolean reads = negotiation != null ? negotiation.isReading() : (interest & READ) != 0;
        boolean writes = outgoing != null && outgoing.waiting() > 0 && broken == null;
        innerWatch.interest((reads ? READ : 0) | (writes ? WRITE : 0));
    }

    private void innerIsReady(int bits) {
        if ((bits & WRITE) != 0 && broken == null) {
            flushRecords();
        }
        if (farewell != null) {
            farewell.goOn();
        } else if (negotiation != null) {
            negotiation.goOn();
        } else if (open) {
            tell((bits & READ) | ready());
            watchInner();
        }
    }

    private void flushRecords() {
        try {
            if (outgoing != null && outgoing.flushRecords()) {
                shutInner();
            }
        } catch (IOException met) {
            failed(met);
        }
    }

    /** What this is ready for by itself, whatever comes from below. */
    private int ready() {
        if (negotiation != null || incoming == null || engine == null) {
            return 0;
        }
        boolean reads = incoming.isReadable() || failure != null || engine.isInboundDone();
        boolean writes = outgoing().waiting() == 0 || broken != null || failure != null;
        return (reads ? READ : 0) | (writes ? WRITE : 0);
    }

    /** Tells of that in a turn to come, unless it is about to. */
    private void announce() {
        if (open && !announced && (ready() & interest) != 0) {
            announced = isPosted(this::tellNow);
        }
    }

    private void tellNow() {
        announced = false;
        tell(ready());
    }

    private void tell(int bits) {
        if (open && (bits & interest) != 0) {
            onReady.accept(bits & interest);
        }
    }

    // ------------------------------------------------------------------ its life

    private void requireOpen() throws ClosedChannelException {
        if (!open) {
            throw new EndpointClosedException(this + " is closed");
        }
    }

    @Override
    public boolean isOpen() {
        return open && inner.isOpen();
    }

    /** Says goodbye, and lets go of the transport below when the peer has heard it. */
    @Override
    public void close() throws IOException {
        if (!open) {
            return;
        }
        open = false;
        onReady = bits -> {};
        Negotiation interrupted = negotiation;
        negotiation = null;
        if (engine == null || (interrupted != null && interrupted.isComputing())) {
            inner.close(); // another thread has the engine, or nobody
        } else if (broken != null) {
            inner.close(); // nobody hears a goodbye
        } else {
            farewell = new Farewell(inner, innerWatch, engine, incoming(), outgoing());
            farewell.begin();
        }
        if (role != null && engine != null) {
            role.over(engine);
        }
        if (interrupted != null) {
            interrupted.closed();
        }
    }

    /** Closes at once. */
    void abort() {
        try {
            close();
            if (farewell != null) {
                farewell.over();
            }
        } catch (IOException failed) {
            Reports.warning("closing " + this + " failed", failed);
        }
    }

    @Override
    public <T> Optional<T> about(Class<T> type) {
        return type == TlsSession.class ? Optional.ofNullable(session).map(type::cast) : inner.about(type);
    }

    @Override
    public EventLoop loop() {
        return inner.loop();
    }

    @Override
    public String identity() {
        String name = serverName;
        return inner.identity() + (name == null ? " (tls)" : " (tls " + name + ')');
    }

    @Override
    public @Nullable Object peer() {
        return inner.peer();
    }

    @Override
    public String toString() {
        String name = serverName;
        return inner + (name == null ? " (tls)" : " (tls " + name + ')');
    }
}

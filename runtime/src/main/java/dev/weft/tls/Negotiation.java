// SPDX-License-Identifier: Apache-2.0
package dev.weft.tls;

import dev.weft.Awaitable;
import dev.weft.CallableOp;
import dev.weft.Waiter;
import dev.weft.Weft;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The handshake of one connection: has the engine say what it has to, gives it what comes, and has a pool compute what takes long. Told each
 * time that the transport below is ready. Loop thread only.
 */
final class Negotiation {
    /** Whoever waits for the end. */
    interface Listener {
        void negotiated(TlsSession session);

        void failed(Throwable failure);
    }

    private static final int UNEXPECTED_MESSAGE = 10;
    private static final int UNRECOGNIZED_NAME = 112;

    private final TlsTransport transport;
    private final Role role;
    private final Executor pool;
    private final Listener listener;

    /** Of a server that has not heard its client. */
    private byte[] first = Buffers.NONE;

    private @Nullable SSLEngine engine;
    private @Nullable Awaitable<HandshakeStatus> computation;
    private final Waiter computed = this::computedSomewhere;
    private boolean over;

    Negotiation(TlsTransport transport, Role role, Executor pool, Listener listener) {
        this.transport = transport;
        this.role = role;
        this.pool = pool;
        this.listener = listener;
    }

    boolean isComputing() {
        return computation != null;
    }

    boolean isReading() {
        return !over && !isComputing();
    }

    /** Goes on as far as it goes without waiting. */
    void goOn() {
        if (over || isComputing()) {
            return;
        }
        try {
            if (isBegun()) {
                advance();
            }
        } catch (IOException | RuntimeException met) {
            fails(met);
        }
        transport.watchInner();
    }

    // ------------------------------------------------------------------ its beginning

    private boolean isBegun() throws IOException {
        if (engine == null) {
            String name = role.serverName();
            if (role.isServer()) {
                ClientHello hello = hello();
                if (hello == null) {
                    return false;
                }
                name = hello.serverName();
            }
            begin(name);
        }
        return !isComputing();
    }

    private @Nullable ClientHello hello() throws IOException {
        byte[] all = Incoming.more(transport.inner(), first);
        if (all == null) {
            throw first.length == 0
                    ? new GoneBeforeHelloException("the client has gone without a byte")
                    : new SSLException("the client has gone in the middle of its first message");
        }
        first = all;
        try {
            return ClientHello.parse(all);
        } catch (SSLException noTls) {
            alert(UNEXPECTED_MESSAGE);
            throw noTls;
        }
    }

    private void begin(@Nullable String name) throws IOException {
        SSLEngine made = role.engine(name);
        if (made == null) {
            alert(UNRECOGNIZED_NAME);
            throw new SSLException("there is no context for "
                    + (name == null ? "a client that names no server" : "the name \"" + name + '"'));
        }
        engine = made;
        transport.begin(made, name, first, role);
        first = Buffers.NONE;
        if (role.isServer()) {
            made.beginHandshake();
        } else { // which makes a pair of keys
            compute(() -> {
                made.beginHandshake();
                return made.getHandshakeStatus();
            });
        }
    }

    /** A fatal alert where there is no engine that would make one. */
    private void alert(int description) throws IOException {
        transport
                .inner()
                .write(ByteBuffer.allocateDirect(7)
                        .put(new byte[] {ClientHello.ALERT, 3, 3, 0, 2, 2, (byte) description})
                        .flip());
    }

    // ------------------------------------------------------------------ its course

    private void advance() throws IOException {
        SSLEngine running = Objects.requireNonNull(engine);
        while (!over) {
            switch (running.getHandshakeStatus()) {
                case NEED_WRAP -> transport.outgoing().answer();
                case NEED_TASK -> {
                    compute(() -> tasksOf(running));
                    return;
                }
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                    if (!hasReceived(running)) {
                        return;
                    }
                }
                case FINISHED, NOT_HANDSHAKING -> succeeds(running);
            }
        }
    }

    /** False if the peer has to go on. */
    private boolean hasReceived(SSLEngine running) throws IOException {
        switch (transport.incoming().record()) {
            case RECORD -> {
                return true;
            }
            case NOTHING -> {
                transport.requireUnbroken(); // else the peer waits, too
                return running.getHandshakeStatus() != HandshakeStatus.NEED_UNWRAP;
            }
            case END -> throw new SSLException("the peer has ended the connection with close_notify");
            case TRUNCATED -> throw new SSLException("the peer has gone; " + traffic());
        }
        return false;
    }

    private static HandshakeStatus tasksOf(SSLEngine running) {
        for (Runnable task = running.getDelegatedTask(); task != null; task = running.getDelegatedTask()) {
            task.run();
        }
        return running.getHandshakeStatus();
    }

    private void compute(CallableOp<HandshakeStatus, SSLException> work) throws SSLException {
        Awaitable<HandshakeStatus> begun = Weft.blocking(pool, work);
        computation = begun;
        begun.subscribe(computed);
    }

    /** On whichever thread. A loop that is closed has closed the connection. */
    private void computedSomewhere() {
        try {
            transport.loop().post(this::computedHere);
        } catch (IllegalStateException closed) {
            return;
        }
    }

    private void computedHere() {
        Awaitable<HandshakeStatus> ended = computation;
        if (ended == null || !ended.isReady()) {
            return;
        }
        computation = null;
        try {
            ended.result();
        } catch (
                Throwable
                        thrown) { // by the code of a trust or key manager; engines of the JDK keep what is an exception
            fails(thrown);
        }
        goOn();
    }

    private void succeeds(SSLEngine running) {
        over = true;
        TlsSession session = TlsSession.of(running, nameOf(running));
        transport.negotiated(session);
        listener.negotiated(session);
    }

    private @Nullable String nameOf(SSLEngine running) {
        return running.getUseClientMode() ? role.serverName() : transport.serverName();
    }

    private void fails(Throwable why) {
        if (over) {
            return;
        }
        over = true;
        if (engine != null && !isComputing()) {
            tellPeer();
        }
        String connection = transport.toString();
        listener.failed(
                why instanceof GoneBeforeHelloException || !(why instanceof Exception)
                        ? why
                        : Failures.ofHandshake(connection, why));
    }

    private void tellPeer() {
        try {
            transport.outgoing().answer();
        } catch (IOException gone) { // so it cannot be told
            return;
        }
    }

    /** The connection was closed meanwhile. */
    void closed() {
        Awaitable<HandshakeStatus> running = computation;
        if (running != null) {
            running.withdraw(computed);
            computation = null;
        }
        if (!over) {
            over = true;
            listener.failed(new ClosedInHandshakeException(transport + " was closed while a tls handshake waited"));
        }
    }

    // ------------------------------------------------------------------ where it stands

    /** Says what it waits for. */
    String where() {
        Awaitable<HandshakeStatus> running = computation;
        if (running != null) {
            return "the next message is being computed: " + running.describe().identity();
        }
        if (engine == null) {
            return first.length == 0
                    ? "the client has sent nothing"
                    : "the client has sent " + first.length + " bytes of its first message, and not the rest";
        }
        int waiting = transport.outgoing().waiting();
        return waiting > 0
                ? "the peer does not take the last " + waiting + " bytes; " + traffic()
                : "the peer owes the next message; " + traffic();
    }

    private String traffic() {
        return transport.incoming().received + " bytes have come from it, " + transport.outgoing().sent
                + " have gone to it";
    }
}

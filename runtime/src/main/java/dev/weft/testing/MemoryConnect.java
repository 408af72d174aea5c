// SPDX-License-Identifier: Apache-2.0
package dev.weft.testing;

import dev.weft.EventLoop;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.net.ConnectOptions;
import dev.weft.net.Connection;
import dev.weft.spi.SingleUse;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** The opening of a connection in memory: what asks for it goes one way, the answer the other. Loop thread only. */
final class MemoryConnect extends SingleUse<Connection> {
    private final MemoryNetwork network;
    private final Host from;
    private final InetSocketAddress target;
    private final ConnectOptions options;

    /** Takes {@link #loopCloses} back, which the loop would run at its end; null before the beginning and after the end. */
    private @Nullable Runnable notAtClose;

    /** The way of the answer; null before the beginning. */
    private @Nullable Wire back;

    private @Nullable MemoryEnd end;
    private @Nullable Connection connection;
    private boolean over;

    MemoryConnect(MemoryNetwork network, Host from, InetSocketAddress target, ConnectOptions options) {
        this.network = network;
        this.from = from;
        this.target = target;
        this.options = options;
    }

    @Override
    protected void begin(Waiter waiter) {
        over = false; // it may have been given up before it began
        try {
            Host to = network.hosts().find(target.getHostString(), from);
            Wire out = new Wire(network, from.name(), to.name());
            Wire answer = new Wire(network, to.name(), from.name());
            notAtClose = network.loop().onClose(this::loopCloses);
            back = answer;
            out.send(() -> arrives(to, out, answer));
        } catch (IOException unknown) { // for whoever asks for the result
            fail(unknown);
        }
    }

    /** At the other host. Whoever does not wait any more has not come. */
    private void arrives(Host to, Wire out, Wire answer) {
        if (over) {
            return;
        }
        MemoryListener listener = to.listenerAt(target.getPort());
        if (listener == null || out.link().drawRefusal(network.random())) {
            answer.send(() -> ended(refused("Connection refused")));
            return;
        }
        try {
            end = new MemoryEnd(network, ownAddress(), listener.localAddress(), out);
        } catch (BindException full) {
            answer.send(() -> ended(refused(String.valueOf(full.getMessage()))));
            return;
        }
        end.whenOver(from::giveBack);
        Connection served = end.opposite(answer).connection();
        answer.send(() -> ended(null));
        end.onReset(() -> ended(null)); // the first read says so
        listener.accept(served);
    }

    private InetSocketAddress ownAddress() throws BindException {
        InetSocketAddress wanted = options.localAddress().orElse(null);
        return wanted == null ? from.takeAddress() : from.takeAddress(wanted);
    }

    private void ended(@Nullable ConnectException failure) {
        if (over) {
            return;
        }
        try {
            if (failure != null) {
                fail(failure);
            } else if (end != null) {
                open(end.connection());
            }
        } finally {
            over();
        }
    }

    private void open(Connection opened) {
        try {
            options.setOn(opened);
            connection = opened;
            complete();
        } catch (IOException | RuntimeException unfit) { // no such option, or no value of it
            opened.close();
            fail(unfit);
        }
    }

    /** From which host; of one that was called localhost that it is the same, for each is its own. */
    private String whence() {
        boolean isItself = from.isCalled(target.getHostString()) && !from.name().equals(target.getHostString());
        return isItself ? ", which is " + from.name() + " itself" : " from " + from.name();
    }

    private ConnectException refused(String why) {
        return new ConnectException("cannot connect to " + Hosts.text(target) + whence() + ": " + why);
    }

    /** Ends for whoever waits without being a task of the loop: those have been cancelled. */
    private void loopCloses() {
        stop();
        fail(refused("the event loop was closed before there was an answer"));
    }

    private void over() {
        over = true;
        if (notAtClose != null) {
            notAtClose.run();
            notAtClose = null;
        }
    }

    @Override
    @SuppressWarnings("NullAway") // it has ended
    protected Connection value() {
        return connection;
    }

    @Override
    protected void stop() {
        boolean unanswered = !over && end != null && connection == null;
        over();
        if (unanswered && end != null) {
            end.close();
        }
    }

    @Override
    public void discard(Connection unclaimed) {
        unclaimed.close();
    }

    @Override
    protected String operation() {
        return "openConnection(...)";
    }

    @Override
    public WaitDescription describe() {
        boolean cut = back != null && (network.isCut(back.from, back.to) || network.isCut(back.to, back.from));
        return WaitDescription.of("connect", from.name() + "->" + Hosts.text(target) + (cut ? " (cut)" : ""));
    }

    @Override
    public EventLoop loop() {
        return network.loop();
    }
}

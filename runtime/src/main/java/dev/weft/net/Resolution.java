// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import dev.weft.EventLoop;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.spi.SingleUse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the address of a host for a datagram endpoint, and makes something of it. Where a name service has to be asked another thread does
 * that. Loop thread only.
 */
final class Resolution<T> extends SingleUse<T> {
    /** What is made of an address: one that fails is followed by the next. */
    @FunctionalInterface
    interface Use<T> {
        T of(InetSocketAddress address) throws IOException;
    }

    private final DatagramTransport transport;
    private final String method;
    private final InetSocketAddress target;
    private final Use<T> use;
    private NameLookup.@Nullable Asking lookup;

    /** Takes {@link #loopCloses} back, which the loop would run at its end; null before the beginning and after the end. */
    private @Nullable Runnable notAtClose;

    private @Nullable T made;

    Resolution(DatagramTransport transport, String method, InetSocketAddress target, Use<T> use) {
        this.transport = transport;
        this.method = method;
        this.target = target;
        this.use = use;
    }

    @Override
    protected boolean tryComplete() throws IOException {
        boolean done = true; // by a failure, too
        try {
            List<InetAddress> addresses = lookup == null ? known() : answered(lookup);
            done = addresses != null;
            if (addresses != null) {
                made = useFirst(addresses);
            }
        } finally {
            if (done) {
                over();
            }
        }
        return done;
    }

    /** The addresses that are known without asking; null if a name service has to be. */
    private @Nullable List<InetAddress> known() throws UnknownHostException {
        InetAddress address = target.isUnresolved() ? Addresses.literal(target.getHostString()) : target.getAddress();
        return address != null ? List.of(address) : transport.lookUp(target.getHostString());
    }

    private static @Nullable List<InetAddress> answered(NameLookup.Asking asked) throws UnknownHostException {
        return asked.answered() ? asked.addresses() : null;
    }

    private T useFirst(List<InetAddress> addresses) throws IOException {
        IOException failure = null;
        for (InetAddress address : addresses) {
            if (transport.reaches(address)) {
                try {
                    return use.of(new InetSocketAddress(address, target.getPort()));
                } catch (IOException failed) {
                    if (failure != null) {
                        failed.addSuppressed(failure);
                    }
                    failure = failed;
                }
            }
        }
        throw failure != null ? failure : outOfReach(addresses);
    }

    private UnknownHostException outOfReach(List<InetAddress> addresses) {
        return new UnknownHostException(transport + " reaches no address of host \"" + target.getHostString() + "\": "
                + addresses.stream().map(InetAddress::getHostAddress).collect(Collectors.joining(", ")));
    }

    @Override
    protected void begin(Waiter waiter) {
        notAtClose = transport.loop().onClose(this::loopCloses);
        try {
            lookup = NameLookup.ask(NameResolver.system(), target.getHostString(), waiter);
        } catch (Throwable refused) { // rethrown
            over();
            throw refused;
        }
    }

    private void over() {
        if (notAtClose != null) {
            notAtClose.run();
            notAtClose = null;
        }
    }

    /** Ends for whoever waits without being a task of the loop: those have been cancelled. */
    private void loopCloses() {
        over();
        fail(new UnknownHostException(
                "the event loop was closed before host \"" + target.getHostString() + "\" was resolved"));
    }

    @Override
    @SuppressWarnings("NullAway") // Void, or it has ended
    protected T value() {
        return made;
    }

    @Override
    protected void stop() {
        over();
        if (lookup != null) {
            lookup.giveUp();
        }
    }

    @Override
    protected String operation() {
        return method + "(...) of " + transport;
    }

    @Override
    public WaitDescription describe() {
        return WaitDescription.of(method, Addresses.text(target));
    }

    @Override
    public EventLoop loop() {
        return transport.loop();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import dev.weft.EventLoop;
import dev.weft.Registration;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** A transport as another stream gets it, which goes on with the registration that there is. Loop thread only. */
final class HandedOver implements Transport {
    private final Transport transport;
    private final GivenAway givenAway;
    private final Registration registration;

    HandedOver(Transport transport, GivenAway givenAway, Registration registration) {
        this.transport = transport;
        this.givenAway = givenAway;
        this.registration = registration;
    }

    @Override
    public Registration watch(int interest, IntConsumer onReady) {
        givenAway.onReady = onReady;
        registration.interest(interest);
        return registration;
    }

    /** Says which stream has the transport now: whoever closes the old one closes that. */
    void isWith(ByteStream successor) {
        givenAway.successor = successor;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return transport.read(target);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        return transport.write(source);
    }

    @Override
    public void shutdownOutput() throws IOException {
        transport.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        transport.close();
    }

    @Override
    public boolean isOpen() {
        return transport.isOpen();
    }

    @Override
    public <T> Optional<T> about(Class<T> type) {
        return transport.about(type);
    }

    @Override
    public EventLoop loop() {
        return transport.loop();
    }

    @Override
    public String identity() {
        return transport.identity();
    }

    @Override
    public @Nullable Object peer() {
        return transport.peer();
    }

    @Override
    public String toString() {
        return transport.toString();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.EventLoop;
import dev.weft.SimulatedLoop;
import dev.weft.Waiter;
import dev.weft.Weft;
import dev.weft.spi.SingleUse;
import dev.weft.spi.Sneaky;
import dev.weft.support.LogRecords;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NameLookupTest {
    private int wakes;

    private NameLookup answer(NameLookup.Resolver resolver) {
        NameLookup lookup = new NameLookup(resolver, "example.test", () -> wakes++);
        lookup.run();
        assertTrue(lookup.answered());
        assertEquals(1, wakes);
        return lookup;
    }

    static List<Throwable> failures() {
        return List.of(
                new SecurityException("denied"), new NoClassDefFoundError("Resolver"), new IOException("sneaked"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void failsWithWhatTheResolverThrowsAndNamesTheHost(Throwable failure) {
        NameLookup lookup = answer(host -> {
            throw Sneaky.rethrow(failure);
        });
        assertSame(failure, assertThrows(Throwable.class, lookup::addresses));
        assertEquals("this came of resolving host \"example.test\"", failure.getSuppressed()[0].getMessage());
    }

    @Test
    void keepsTheCauseOfAnUnknownHost() {
        UnknownHostException failure = new UnknownHostException("no answer");
        NameLookup lookup = answer(host -> {
            throw failure;
        });
        UnknownHostException unknown = assertThrows(UnknownHostException.class, lookup::addresses);
        assertEquals("cannot resolve host \"example.test\"", unknown.getMessage());
        assertSame(failure, unknown.getCause());
    }

    @Test
    void failsWhereThereIsNoAddress() {
        NameLookup lookup = answer(host -> new InetAddress[0]);
        assertEquals(
                "host \"example.test\" has no address",
                assertThrows(UnknownHostException.class, lookup::addresses).getMessage());
    }

    @Test
    void outlivesAWaiterThatThrows() throws Exception {
        InetAddress[] found = {Loopback.HOST};
        NameLookup lookup = new NameLookup(host -> found, "example.test", () -> {
            throw new AssertionError();
        });
        try (LogRecords log = new LogRecords()) {
            lookup.run();
            assertEquals(
                    List.of("WARNING: The waiter (a lambda in " + NameLookupTest.class.getName()
                            + ") of the lookup of host \"example.test\" failed"),
                    log.lines());
        }
        assertArrayEquals(found, lookup.addresses());
    }

    /** What is awaited, as an opening of a connection is. */
    private static final class Question extends SingleUse<List<InetAddress>> {
        private final NameLookup.Resolver resolver;
        private @Nullable NameLookup lookup;

        Question(NameLookup.Resolver resolver) {
            this.resolver = resolver;
        }

        @Override
        protected String operation() {
            return "question(...)";
        }

        @Override
        protected void begin(Waiter waiter) {
            lookup = new NameLookup(resolver, "example.test", waiter);
            new Thread(lookup).start();
        }

        @Override
        protected boolean tryComplete() {
            return lookup != null && lookup.answered();
        }

        @Override
        protected List<InetAddress> value() throws UnknownHostException {
            return List.of(Objects.requireNonNull(lookup).addresses());
        }
    }

    @Test
    void virtualTimeWaitsForTheAnswer() throws Exception {
        CountDownLatch turned = new CountDownLatch(1);
        try (SimulatedLoop loop = EventLoop.simulated(1)) {
            Question question = new Question(host -> {
                loop.post(turned::countDown);
                while (turned.getCount() > 0) {
                    Thread.onSpinWait();
                }
                return new InetAddress[] {Loopback.HOST};
            });
            assertEquals(List.of(Loopback.HOST), loop.run(Weft.waitFor(question, Duration.ofNanos(1))));
            assertEquals(0, loop.nanoTime());
        }
    }
}

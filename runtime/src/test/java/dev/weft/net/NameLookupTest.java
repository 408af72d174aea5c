// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

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
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NameLookupTest {
    private static final String HOST = "example.test";

    /** Asks, and waits for the answer. */
    private static NameLookup.Asking answer(NameResolver resolver) throws InterruptedException {
        CountDownLatch woken = new CountDownLatch(1);
        NameLookup.Asking asking = NameLookup.ask(resolver, HOST, woken::countDown);
        woken.await();
        assertTrue(asking.answered());
        return asking;
    }

    static List<Throwable> failures() {
        return List.of(
                new SecurityException("denied"), new NoClassDefFoundError("Resolver"), new IOException("sneaked"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void failsWithWhatTheResolverThrowsAndNamesTheHost(Throwable failure) throws InterruptedException {
        NameLookup.Asking lookup = answer(host -> {
            throw Sneaky.rethrow(failure);
        });
        assertSame(failure, assertThrows(Throwable.class, lookup::addresses));
        assertEquals("this came of resolving host \"example.test\"", failure.getSuppressed()[0].getMessage());
    }

    @Test
    void keepsTheCauseOfAnUnknownHost() throws InterruptedException {
        UnknownHostException failure = new UnknownHostException("no answer");
        NameLookup.Asking lookup = answer(host -> {
            throw failure;
        });
        UnknownHostException unknown = assertThrows(UnknownHostException.class, lookup::addresses);
        assertEquals("cannot resolve host \"example.test\"", unknown.getMessage());
        assertSame(failure, unknown.getCause());
    }

    /** A resolver that breaks its contract. */
    private static String failureOf(@Nullable List<@Nullable InetAddress> addresses) throws InterruptedException {
        NameResolver resolver = new NameResolver() {
            @Override
            @SuppressWarnings("NullAway") // which is the point
            public List<InetAddress> addressesOf(String host) {
                return addresses;
            }

            @Override
            public String toString() {
                return "hosts of the test";
            }
        };
        return String.valueOf(assertThrows(NullPointerException.class, answer(resolver)::addresses)
                .getMessage());
    }

    @Test
    void failsWhereTheResolverReturnsNothing() throws InterruptedException {
        assertEquals("hosts of the test returned null for host \"example.test\"", failureOf(null));
    }

    @Test
    void failsWhereTheResolverReturnsNothingAmongAddresses() throws InterruptedException {
        String expected = "hosts of the test returned a list with null in it for host \"example.test\"";
        InetAddress address = InetAddress.getLoopbackAddress();
        assertEquals(expected, failureOf(Arrays.asList(address, null)));
        assertEquals(expected, failureOf(Arrays.asList(null, address)));
    }

    @Test
    void failsWhereThereIsNoAddress() throws InterruptedException {
        NameLookup.Asking lookup = answer(host -> List.of());
        assertEquals(
                "host \"example.test\" has no address",
                assertThrows(UnknownHostException.class, lookup::addresses).getMessage());
    }

    @Test
    void outlivesAWaiterThatThrows() throws Exception {
        try (LogRecords log = new LogRecords()) {
            CountDownLatch asked = new CountDownLatch(1);
            NameResolver resolver = host -> {
                awaitQuietly(asked);
                return List.of(Loopback.HOST);
            };
            NameLookup.Asking failing = NameLookup.ask(resolver, HOST, () -> {
                throw new AssertionError();
            });
            CountDownLatch woken = new CountDownLatch(1);
            NameLookup.Asking other = NameLookup.ask(resolver, HOST, woken::countDown);
            asked.countDown();
            woken.await();
            assertEquals(
                    List.of("WARNING: The waiter (a lambda in " + NameLookupTest.class.getName()
                            + ") of the lookup of host \"example.test\" failed"),
                    log.lines());
            assertEquals(List.of(Loopback.HOST), failing.addresses());
            assertEquals(List.of(Loopback.HOST), other.addresses());
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** As glibc asks once, and the JDK has threads wait for one another. */
    @Test
    void manyWhoAskForOneHostAreOneQuestion() throws Exception {
        CountDownLatch all = new CountDownLatch(1);
        CountDownLatch woken = new CountDownLatch(100);
        AtomicInteger questions = new AtomicInteger();
        NameResolver resolver = host -> {
            questions.incrementAndGet();
            awaitQuietly(all);
            throw new UnknownHostException("no answer");
        };
        List<NameLookup.Asking> asking = IntStream.range(0, 100)
                .mapToObj(i -> NameLookup.ask(resolver, HOST, woken::countDown))
                .toList();
        all.countDown();
        woken.await();
        assertEquals(1, questions.get());
        Set<Throwable> told = Collections.newSetFromMap(new IdentityHashMap<>());
        asking.forEach(each -> told.add(assertThrows(UnknownHostException.class, each::addresses)));
        assertEquals(100, told.size(), "each has an exception of its own");
        assertEquals(1, questions.get(), "and nobody is asked for it");
        assertTrue(answer(host -> List.of(Loopback.HOST)).answered(), "another resolver is another question");
    }

    @Test
    void aQuestionThatNobodyWaitsForAnyMoreIsNotPut() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch busy = new CountDownLatch(4);
        NameResolver slow = host -> {
            busy.countDown();
            awaitQuietly(release);
            return List.of(Loopback.HOST);
        };
        for (int i = 0; i < 4; i++) { // all threads of the pool
            NameLookup.ask(slow, "busy" + i, () -> {});
        }
        busy.await();
        AtomicInteger questions = new AtomicInteger();
        NameResolver counting = host -> {
            questions.incrementAndGet();
            return List.of(Loopback.HOST);
        };
        NameLookup.ask(counting, HOST, () -> {
                    throw new AssertionError();
                })
                .giveUp();
        release.countDown();
        answer(host -> List.of(Loopback.HOST)); // comes behind it
        answer(host -> List.of(Loopback.HOST));
        answer(host -> List.of(Loopback.HOST));
        answer(host -> List.of(Loopback.HOST));
        assertEquals(0, questions.get());
    }

    /** What is awaited, as an opening of a connection is. */
    private static final class Question extends SingleUse<List<InetAddress>> {
        private final NameResolver resolver;
        private NameLookup.@Nullable Asking lookup;

        Question(NameResolver resolver) {
            this.resolver = resolver;
        }

        @Override
        protected String operation() {
            return "question(...)";
        }

        @Override
        protected void begin(Waiter waiter) {
            lookup = NameLookup.ask(resolver, HOST, waiter);
        }

        @Override
        protected boolean tryComplete() {
            return lookup != null && lookup.answered();
        }

        @Override
        protected List<InetAddress> value() throws UnknownHostException {
            return Objects.requireNonNull(lookup).addresses();
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
                return List.of(Loopback.HOST);
            });
            assertEquals(List.of(Loopback.HOST), loop.run(Weft.waitFor(question, Duration.ofNanos(1))));
            assertEquals(0, loop.nanoTime());
        }
    }
}

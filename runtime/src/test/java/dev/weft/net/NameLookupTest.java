// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.spi.Sneaky;
import dev.weft.support.LogRecords;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
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
}

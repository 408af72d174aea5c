// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.junit.AsyncTest;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** Requests between nodes over JGroups. */
@AsyncTest(virtualTime = false)
class RequestsTest {
    private static final Service<String, String> PRICE = Service.of("price", String.class, String.class);

    private static final EntityKind<String, String> SHELF = EntityKind.of("shelf", String.class, String.class);

    @Async
    private static Task<String> quote(String item) {
        await(sleep(Duration.ofMillis(1)));
        if (item.equals("gold")) {
            throw new IllegalStateException("sold out");
        }
        return Task.of(item + " 42");
    }

    private final Lan lan = new Lan();

    @AfterEach
    @Async
    void leave() {
        await(lan.end());
    }

    @AsyncTest
    void asksWhoeverServesIt() {
        ClusterNode a = await(lan.join("a"));
        ClusterNode b = await(lan.join("b"));
        b.serve(PRICE, RequestsTest::quote);
        assertEquals("tea 42", await(a.member("b").ask(PRICE, "tea")));
        assertEquals("tea 42", await(a.ask(PRICE, "tea")));
    }

    @AsyncTest
    void aNodeMayAskAtOnceWhatItServesItself() {
        ClusterNode a = await(lan.join("a"));
        a.serve(PRICE, RequestsTest::quote);
        assertEquals("tea 42", await(a.ask(PRICE, "tea")));
        a.serveEntities(SHELF, id -> item -> quote(id + " of " + item));
        assertEquals("top of tea 42", await(a.entity(SHELF, "top").ask("tea")));
    }

    @AsyncTest
    void tellsWhereItFailedOnBothNodes() {
        ClusterNode a = await(lan.join("a"));
        ClusterNode b = await(lan.join("b"));
        b.serve(PRICE, RequestsTest::quote);
        RemoteFailure failure =
                await(Thrown.by(RemoteFailure.class, a.member("b").ask(PRICE, "gold")));
        assertEquals("java.lang.IllegalStateException: sold out (price on b)", failure.getMessage());
        assertEquals("b", failure.node());
        assertEquals("java.lang.IllegalStateException", failure.type());
        assertEquals("sold out", failure.remoteMessage());
        List<String> methods = Arrays.stream(failure.getStackTrace())
                .map(StackTraceElement::getMethodName)
                .limit(4)
                .toList();
        assertEquals(List.of("quote", "price_on_b", "by", "tellsWhereItFailedOnBothNodes"), methods);
    }

    @AsyncTest
    void tellsTheCauseOfWhatFailed() {
        ClusterNode a = await(lan.join("a"));
        ClusterNode b = await(lan.join("b"));
        b.serve(PRICE, item -> {
            throw new IllegalStateException("no price", new ArithmeticException("by zero"));
        });
        RemoteFailure failure =
                await(Thrown.by(RemoteFailure.class, a.member("b").ask(PRICE, "tea")));
        assertEquals(
                "dev.weft.cluster.RemoteFailure: java.lang.ArithmeticException: by zero (price on b)",
                String.valueOf(failure.getCause()));
    }
}

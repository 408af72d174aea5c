// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.weft.Async;
import dev.weft.SimulatedLoop;
import dev.weft.Task;
import dev.weft.junit.AsyncTest;
import java.io.IOException;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What fails in handlers, entities and codecs, and who is told. The values are JSON. */
@AsyncTest(seeds = 3)
class FailuresTest {
    record Query(String item, int count) {}

    record Quote(Query query, double price) {}

    private static final Service<Query, Quote> PRICE = Service.of("price", Query.class, Quote.class);
    private static final EntityKind<Query, Quote> STOCK = EntityKind.of("stock", Query.class, Quote.class);

    /** What a user writes. It fails for some values, to be seen from outside. */
    private static final class Json implements Codec {
        private final JsonMapper mapper = new JsonMapper();

        @Override
        public byte[] encode(Object value) throws IOException {
            if (value.toString().contains("cannot-encode")) {
                throw new IOException("no bytes for that");
            }
            return value.toString().contains("encodes-nothing") ? nothing() : mapper.writeValueAsBytes(value);
        }

        @Override
        public Object decode(byte[] bytes, Type type) throws IOException {
            Object value = mapper.readValue(bytes, mapper.constructType(type));
            if (value.toString().contains("cannot-decode-" + (type == Query.class ? "query" : "quote"))) {
                throw new IOException("no value for that");
            }
            if (value.toString().contains("breaks-" + (type == Query.class ? "query" : "quote"))) {
                throw new StackOverflowError("deep");
            }
            if (value.toString().contains("other-class") && type == Query.class) {
                return "a text";
            }
            return value;
        }

        @Override
        public String id() {
            return "json";
        }
    }

    private Nodes nodes;
    private ClusterNode a;
    private int made;
    private final List<String> ran = new ArrayList<>();

    @BeforeEach
    @Async
    void begin(SimulatedLoop loop) {
        nodes = new Nodes(loop).with(config -> config.codec(new Json()));
        a = await(nodes.join("a"));
        ClusterNode b = await(nodes.join("b"));
        b.serve(PRICE, this::quote);
        b.serveEntities(STOCK, id -> {
            made++;
            if (id.equals("none") && made == 1) {
                throw new IllegalStateException("no such thing");
            }
            return id.equals("null") ? nothing() : this::quote;
        });
        await(sleep(Duration.ofSeconds(1)));
    }

    @AfterEach
    @Async
    void end() {
        await(nodes.end());
    }

    private Task<Quote> quote(Query query) throws TimeoutException {
        ran.add(query.item());
        return switch (query.item()) {
            case "throws" -> throw new TimeoutException("before there was a task");
            case "null-task" -> nothing();
            case "null" -> Task.of(nothing());
            case "nothing" -> Task.of(new Quote(new Query("encodes-nothing", 1), 1));
            case "answer" -> Task.of(new Quote(new Query("cannot-encode", 1), 1));
            default -> later(query);
        };
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T nothing() {
        return null;
    }

    @Async
    private static Task<Quote> later(Query query) {
        await(sleep(Duration.ofMillis(1)));
        return Task.of(new Quote(query, 0.5));
    }

    @Async
    private Task<RemoteFailure> fails(String item) {
        RemoteFailure service = await(Thrown.by(RemoteFailure.class, a.ask(PRICE, new Query(item, 1))));
        RemoteFailure entity =
                await(Thrown.by(RemoteFailure.class, a.entity(STOCK, "s").ask(new Query(item, 1))));
        assertEquals(service.type(), entity.type());
        assertEquals(service.remoteMessage(), entity.remoteMessage());
        return Task.of(service);
    }

    @AsyncTest
    void carriesRecordsAsJson() {
        Query query = new Query("tea", 2);
        assertEquals(new Quote(query, 0.5), await(a.ask(PRICE, query)));
        assertEquals(new Quote(query, 0.5), await(a.entity(STOCK, "s").ask(query)));
        assertNull(await(a.ask(PRICE, new Query("null", 1))));
    }

    @AsyncTest
    void tellsOfAHandlerThatFailsBeforeThereIsATask() {
        assertEquals("before there was a task", await(fails("throws")).remoteMessage());
        assertEquals(
                NullPointerException.class.getName(), await(fails("null-task")).type());
    }

    @AsyncTest
    void tellsTheOneWhoAsksOfAQuestionThatCannotBeEncoded() {
        Query query = new Query("cannot-encode", 1);
        await(Thrown.by(IllegalArgumentException.class, a.ask(PRICE, query)));
        await(Thrown.by(IllegalArgumentException.class, a.entity(STOCK, "s").ask(query)));
        assertEquals(List.of(), ran);
    }

    @AsyncTest
    void tellsTheOneWhoAsksOfAQuestionThatCannotBeDecoded() {
        Query query = new Query("cannot-decode-query", 1);
        NotServed service = await(Thrown.by(NotServed.class, a.ask(PRICE, query)));
        assertEquals(
                "b memory:2 did not serve price: it cannot read what was asked: java.io.IOException: no value for that",
                service.getMessage());
        await(Thrown.by(NotServed.class, a.entity(STOCK, "s").ask(query)));
        assertEquals(0, nodes.get("b").node().hosting().size());
        assertEquals(List.of(), ran);
    }

    @AsyncTest
    void tellsTheOneWhoAsksOfAnAnswerThatCannotBeEncoded() {
        assertEquals("no bytes for that", await(fails("answer")).remoteMessage());
    }

    @AsyncTest
    void tellsOfACodecThatGivesNothing() {
        IllegalArgumentException told =
                await(Thrown.by(IllegalArgumentException.class, a.ask(PRICE, new Query("encodes-nothing", 1))));
        assertEquals(
                "What was asked of price cannot be encoded: Codec json gave null in place of bytes.",
                told.getMessage());
        assertEquals(
                "Codec json gave null in place of bytes.",
                await(fails("nothing")).remoteMessage());
    }

    @AsyncTest
    void tellsOfAFactoryThatGivesNoEntity() {
        RemoteFailure told =
                await(Thrown.by(RemoteFailure.class, a.entity(STOCK, "null").ask(new Query("tea", 1))));
        assertEquals("The factory of stock null gave null in place of an entity.", told.remoteMessage());
    }

    @AsyncTest
    void takesAQuestionThatBreaksTheCodecOrGivesAnotherTypeForOneThatCannotBeRead() {
        NotServed broken = await(Thrown.by(NotServed.class, a.ask(PRICE, new Query("breaks-query", 1))));
        assertTrue(broken.toString().endsWith("it cannot read what was asked: java.lang.StackOverflowError: deep"));
        NotServed other = await(Thrown.by(NotServed.class, a.ask(PRICE, new Query("other-class", 1))));
        assertTrue(
                other.toString()
                        .endsWith("Codec json gave a java.lang.String in place of a " + Query.class.getName() + "."),
                other::toString);
        assertEquals(List.of(), ran);
    }

    @AsyncTest
    void tellsTheOneWhoAsksOfAnAnswerThatCannotBeDecoded() {
        for (String item : List.of("cannot-decode-quote", "breaks-quote")) {
            IllegalStateException told =
                    await(Thrown.by(IllegalStateException.class, a.ask(PRICE, new Query(item, 1))));
            assertTrue(
                    String.valueOf(told.getMessage()).startsWith("The answer of price from b memory:2 is no "),
                    told::getMessage);
            await(Thrown.by(IllegalStateException.class, a.entity(STOCK, "s").ask(new Query(item, 1))));
        }
    }

    @AsyncTest
    void triesAgainToMakeAnEntityThatCouldNotBeMade() {
        RemoteFailure failure =
                await(Thrown.by(RemoteFailure.class, a.entity(STOCK, "none").ask(new Query("tea", 1))));
        assertEquals("no such thing", failure.remoteMessage());
        assertEquals("", Nodes.left(nodes.get("b").node()));
        await(a.entity(STOCK, "none").ask(new Query("tea", 1)));
        assertEquals(2, made);
    }
}

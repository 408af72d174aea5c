// SPDX-License-Identifier: Apache-2.0
package dev.weft.mdc;

import static dev.weft.Weft.await;
import static dev.weft.Weft.blocking;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.run;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.weft.Async;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.spi.ContextCarriers;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** The MDC of Logback, seen in what it logs. */
class MdcCarrierTest {
    private final Logger log = (Logger) LoggerFactory.getLogger("com.example.orders");
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>() {
        @Override
        protected void append(ILoggingEvent event) {
            event.prepareForDeferredProcessing(); // takes the MDC of now
            super.append(event);
        }
    };

    @BeforeEach
    void listen() {
        assertInstanceOf(LoggerContext.class, LoggerFactory.getILoggerFactory());
        assertEquals(
                List.of(MdcCarrier.class),
                ContextCarriers.present().stream().map(Object::getClass).toList());
        log.setAdditive(false);
        logged.start();
        log.addAppender(logged);
    }

    @AfterEach
    void takeAway() {
        log.detachAppender(logged);
        MDC.clear();
    }

    private List<String> lines() {
        return logged.list.stream()
                .map(event -> event.getMessage() + " " + new TreeMap<>(event.getMDCPropertyMap()))
                .toList();
    }

    @Async
    private Task<Void> order(String user, int millis) {
        MDC.put("user", user);
        await(sleep(Duration.ofMillis(millis)));
        log.info(user + " orders");
        try (var item = MDC.putCloseable("item", "tea")) {
            await(sleep(Duration.ofMillis(2)));
            log.info(user + " pays");
        }
        await(sleep(Duration.ofMillis(2)));
        log.info(user + " is done");
        return Task.done();
    }

    @Test
    void eachTaskLogsWithItsOwnMdcAfterEachAwait() {
        MDC.put("user", "main");
        run(gather(order("ann", 1), order("bob", 1)));
        assertEquals(6, lines().size());
        for (String user : List.of("ann", "bob")) {
            assertEquals(
                    List.of(
                            user + " orders {user=" + user + "}",
                            user + " pays {item=tea, user=" + user + "}",
                            user + " is done {user=" + user + "}"),
                    lines().stream().filter(line -> line.startsWith(user)).toList());
        }
        assertEquals("main", MDC.get("user"));
    }

    @Test
    void aTaskBeginsWithACopyOfItsSpawnersMdc() {
        run(spawning());
        assertEquals(List.of("child {request=1}", "parent {request=2}"), lines());
        assertNull(MDC.get("request"));
    }

    @Async
    private Task<Void> spawning() {
        MDC.put("request", "1");
        ScheduledTask<Void> child = spawn(log("child"));
        MDC.put("request", "2");
        await(child);
        log.info("parent");
        return Task.done();
    }

    @Async
    private Task<Void> log(String who) {
        log.info(who);
        MDC.put("request", "of " + who);
        return Task.done();
    }

    @Test
    void blockingCallsAndStagesWithoutALoopLogWithTheMdcOfTheirCaller() throws Exception {
        CompletableFuture<Void> gate = new CompletableFuture<>();
        MDC.put("request", "1");
        CompletableFuture<String> stage = afterGate(gate);
        MDC.put("request", "2");
        Thread opener = new Thread(() -> {
            MDC.put("request", "of the opener");
            gate.complete(null);
            log.info("opener");
        });
        opener.start();
        opener.join();
        assertEquals("1", stage.join());
        run(inBlocking());
        assertEquals(List.of("stage {request=1}", "opener {request=of the opener}", "blocking {request=2}"), lines());
    }

    @Async
    private CompletableFuture<String> afterGate(CompletableFuture<Void> gate) {
        await(gate);
        log.info("stage");
        return CompletableFuture.completedFuture(MDC.get("request"));
    }

    @Async
    private Task<Void> inBlocking() {
        await(blocking(() -> {
            log.info("blocking");
            return true;
        }));
        return Task.done();
    }
}

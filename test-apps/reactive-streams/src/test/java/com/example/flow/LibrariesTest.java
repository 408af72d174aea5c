// SPDX-License-Identifier: Apache-2.0
package com.example.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weft.AsyncGenerator;
import dev.weft.Weft;
import io.smallrye.mutiny.Multi;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** The bridge to libraries of reactive streams: Reactor, by its adapters for {@code Flow}, and Mutiny, which speaks that itself. */
@Timeout(60)
class LibrariesTest {
    private static final int COUNT = 1000;
    private static final List<Integer> ALL = IntStream.range(0, COUNT).boxed().toList();

    private final RunningLoop running = new RunningLoop();

    @AfterEach
    void end() {
        running.close();
    }

    @Test
    void consumesWhatReactorPublishesOnItsThreads() {
        Flux<Integer> flux = Flux.range(0, COUNT).publishOn(Schedulers.parallel());
        assertEquals(
                ALL,
                Weft.run(AsyncGenerator.<Integer>from(JdkFlowAdapter.publisherToFlowPublisher(flux), 32)
                        .toList()));
    }

    @Test
    void throwsWhatReactorFailsWith() {
        IllegalStateException failure = new IllegalStateException("gone");
        Flux<Integer> flux = Flux.concat(Flux.range(0, 3), Flux.error(failure));
        assertSame(
                failure,
                assertThrows(
                        IllegalStateException.class,
                        () -> Weft.run(AsyncGenerator.<Integer>from(JdkFlowAdapter.publisherToFlowPublisher(flux), 2)
                                .toList())));
    }

    @Test
    void isConsumedByReactor() {
        Flux<Integer> flux = JdkFlowAdapter.flowPublisherToFlux(
                AsyncGenerator.publisher(() -> Numbers.numbers(COUNT), running.loop));
        assertEquals(
                ALL, flux.publishOn(Schedulers.parallel(), 16).collectList().block());
        assertEquals(List.of(0, 1, 2), flux.take(3).collectList().block());
    }

    @Test
    void consumesWhatMutinyPublishes() {
        Multi<Integer> multi = Multi.createFrom().range(0, COUNT);
        assertEquals(ALL, Weft.run(AsyncGenerator.<Integer>from(multi, 7).toList()));
    }

    @Test
    void isConsumedByMutiny() {
        Multi<Integer> multi =
                Multi.createFrom().publisher(AsyncGenerator.publisher(() -> Numbers.numbers(COUNT), running.loop));
        assertEquals(ALL, multi.collect().asList().await().indefinitely());
        assertEquals(
                List.of(0, 1, 2),
                multi.select().first(3).collect().asList().await().indefinitely());
    }
}

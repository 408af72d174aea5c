// SPDX-License-Identifier: Apache-2.0
package dev.weft.opentelemetry.context;

import static dev.weft.Weft.await;
import static dev.weft.Weft.blocking;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.run;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.weft.Async;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.spi.ContextCarriers;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The real context of OpenTelemetry, with its thread-local storage. */
class OpenTelemetryCarrierTest {
    private static final ContextKey<String> SPAN = ContextKey.named("span");

    private static String span() {
        return Objects.requireNonNullElse(Context.current().get(SPAN), "none");
    }

    private static Context with(String span) {
        return Context.current().with(SPAN, span);
    }

    @Async
    private Task<String> traced(String name) {
        String seen = span();
        try (Scope outer = with(name).makeCurrent()) {
            await(sleep(Duration.ofMillis(1)));
            seen += " " + span();
            try (Scope inner = with(name + "-child").makeCurrent()) {
                await(sleep(Duration.ofMillis(1)));
                seen += " " + span() + " " + await(blocking(OpenTelemetryCarrierTest::span));
            }
            await(sleep(Duration.ofMillis(1)));
            seen += " " + span();
        }
        await(sleep(Duration.ofMillis(1)));
        return Task.of(seen + " " + span());
    }

    @Test
    void scopesThatAreOpenOverAwaitsAreTheTasksOwn() {
        assertEquals(
                List.of(OpenTelemetryCarrier.class),
                ContextCarriers.present().stream().map(Object::getClass).toList());
        try (Scope main = with("main").makeCurrent()) {
            Context before = Context.current();
            var seen = run(gather(traced("a"), traced("b")));
            assertEquals("main a a-child a-child a main", seen.first());
            assertEquals("main b b-child b-child b main", seen.second());
            assertSame(before, Context.current());
        }
        assertEquals("none", span());
    }

    @Test
    void aTaskHasTheContextOfItsSpawnAlsoWhenTheScopeIsClosed() {
        assertEquals("spawner none", run(spawning()));
        assertEquals("none", span());
    }

    @Async
    private Task<String> spawning() {
        ScheduledTask<String> child;
        try (Scope scope = with("spawner").makeCurrent()) {
            child = spawn(later());
        }
        return Task.of(await(child) + " " + span());
    }

    @Async
    private Task<String> later() {
        await(sleep(Duration.ofMillis(1)));
        return Task.of(span());
    }

    @Test
    void aStageWithoutALoopHasTheContextOfItsCallerOnTheThreadThatResumesIt() throws Exception {
        CompletableFuture<Void> gate = new CompletableFuture<>();
        CompletableFuture<String> stage;
        try (Scope scope = with("caller").makeCurrent()) {
            stage = afterGate(gate);
        }
        CompletableFuture<String> left = new CompletableFuture<>();
        Thread opener = new Thread(() -> {
            try (Scope scope = with("opener").makeCurrent()) {
                gate.complete(null);
                left.complete(span());
            }
        });
        opener.start();
        opener.join();
        assertEquals("caller caller-child caller", stage.join());
        assertEquals("opener", left.join());
    }

    @Async
    private CompletableFuture<String> afterGate(CompletableFuture<Void> gate) {
        String seen;
        try (Scope scope = with("caller-child").makeCurrent()) {
            await(gate);
            seen = span();
        }
        return CompletableFuture.completedFuture("caller " + seen + " " + span());
    }
}

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
import dev.weft.opentelemetry.context.OpenTelemetryCarrier.Entered;
import dev.weft.spi.ContextCarriers;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The real context of OpenTelemetry, with its thread-local storage. No test leaves a scope open, which its strict mode would report. */
class OpenTelemetryCarrierTest {
    private static final OpenScopes OPEN = OpenScopes.install(); // before anybody asks for a context
    private static final ContextKey<String> SPAN = ContextKey.named("span");

    @AfterEach
    void everyScopeIsClosed() {
        assertEquals(List.of(), OPEN.contexts());
    }

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

    /** A thread without a context, one with its own, and one with that of the task, also the root. */
    @Test
    void aScopeThatIsOpenBetweenTwoStepsIsClosedInAnyOtherAndLeavesTheThreadItsOwn() {
        Context task = with("task");
        assertStepsLeaveTheThreadItsOwn(task);
        for (Context own : List.of(with("thread"), task, Context.root())) {
            try (Scope scope = own.makeCurrent()) {
                assertStepsLeaveTheThreadItsOwn(task);
                assertStepsLeaveTheThreadItsOwn(Context.root());
            }
        }
    }

    @SuppressWarnings("MustBeClosedChecker") // closed in a later step
    private static void assertStepsLeaveTheThreadItsOwn(Context task) {
        OpenTelemetryCarrier carrier = new OpenTelemetryCarrier();
        Context own = Context.current();
        Entered first = carrier.enter(task);
        Scope outer = with("outer").makeCurrent();
        Scope inner = task.makeCurrent();
        Context betweenInner = carrier.leave(first);
        assertSame(own, Context.current());
        Entered second = carrier.enter(betweenInner);
        inner.close();
        Context betweenOuter = carrier.leave(second);
        assertSame(own, Context.current());
        Entered third = carrier.enter(betweenOuter);
        outer.close();
        assertSame(task, carrier.leave(third));
        assertSame(own, Context.current());
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

// SPDX-License-Identifier: Apache-2.0
package com.example.together;

import static dev.weft.Weft.await;
import static dev.weft.Weft.blocking;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.ContextKey;
import dev.weft.EventLoop;
import dev.weft.SimulatedLoop;
import dev.weft.Task;
import dev.weft.TaskGroup;
import dev.weft.spi.ContextCarriers;
import io.micrometer.context.ContextRegistry;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/**
 * Two tasks on one loop, each with its own MDC, OpenTelemetry scope, thread-local of Micrometer's and context key, that do what programs do, in an order that
 * the seed decides: neither ever sees what is the other one's, and neither loses its own.
 */
class ContextsOfTwoTasksTest {
    private static final int SEEDS = 1000;

    private static final ContextKey<String> USER = ContextKey.named("user", "nobody");
    private static final io.opentelemetry.context.ContextKey<String> SPAN =
            io.opentelemetry.context.ContextKey.named("span");
    private static final ThreadLocal<String> LOCAL = new ThreadLocal<>();
    private static final ExecutorService FOREIGN = Executors.newSingleThreadExecutor();

    private int checks;

    @BeforeAll
    static void register() {
        assertEquals(3, ContextCarriers.present().size());
        ContextRegistry.getInstance().registerThreadLocalAccessor("local", LOCAL);
    }

    @AfterAll
    static void close() {
        FOREIGN.shutdown();
    }

    /** Another thread completes it, for which the time of the loop waits. */
    private static CompletableFuture<Void> elsewhere() {
        CompletableFuture<Void> stage = new CompletableFuture<>();
        SimulatedLoop.Hold held =
                EventLoop.current() instanceof SimulatedLoop loop ? loop.hold("a foreign thread") : () -> {};
        FOREIGN.execute(() -> {
            try (held) {
                stage.complete(null);
            }
        });
        return stage;
    }

    private static String seen() {
        return USER.get() + " " + Objects.requireNonNullElse(MDC.get("user"), "nobody") + " "
                + Objects.requireNonNullElse(Context.current().get(SPAN), "nobody") + " "
                + Objects.requireNonNullElse(LOCAL.get(), "nobody");
    }

    private static String all(String user) {
        return user + " " + user + " " + user + " " + user;
    }

    /** Checks that all four are the user's. */
    private void check(String user, String where) {
        checks++;
        assertEquals(all(user), seen(), where);
    }

    @Async
    private Task<Void> live(String user, long seed) {
        return USER.where(user, () -> {
            MDC.put("user", user);
            LOCAL.set(user);
            try (Scope scope = Context.current().with(SPAN, user).makeCurrent()) {
                await(walk(user, new Random(seed), 6));
                check(user, "at the end");
            }
            return Task.done();
        });
    }

    @Async
    private Task<Void> walk(String user, Random random, int steps) {
        for (int i = 0; i < steps; i++) {
            check(user, "before step " + i);
            int kind = random.nextInt(9);
            switch (kind) {
                case 0 -> await(yieldNow());
                case 1 -> await(sleep(Duration.ofMillis(random.nextInt(3))));
                case 2 -> await(gather(look(user), walk(user, random, 1)));
                case 3 -> assertEquals(all(user), await(blocking(ContextsOfTwoTasksTest::seen)));
                case 4 -> await(elsewhere());
                case 5 -> assertEquals(all(user), await(stage()));
                case 6 -> await(spawn(look(user)));
                case 7 ->
                    await(TaskGroup.run(group -> {
                        group.spawn(look(user));
                        await(look(user));
                        return Task.done();
                    }));
                default -> await(nested(user));
            }
            check(user, "after step " + i + " of kind " + kind);
        }
        return Task.done();
    }

    @Async
    private Task<Void> look(String user) {
        check(user, "at the start of a child");
        await(sleep(Duration.ofMillis(1)));
        check(user, "in a child");
        return Task.done();
    }

    /** Bound to another one for a while. */
    @Async
    private Task<Void> nested(String user) {
        String other = user + "'s deputy";
        await(USER.where(other, () -> {
            MDC.put("user", other);
            LOCAL.set(other);
            try (Scope scope = Context.current().with(SPAN, other).makeCurrent()) {
                await(yieldNow());
                check(other, "as the deputy");
                await(look(other));
            }
            return Task.done();
        }));
        MDC.put("user", user);
        LOCAL.set(user);
        return Task.done();
    }

    @Async
    private static CompletableFuture<String> stage() {
        await(sleep(Duration.ofMillis(1)));
        return CompletableFuture.completedFuture(seen());
    }

    /** Called on a thread without a loop, resumed on another. */
    @Async
    private CompletableFuture<Void> detached(String user, Random random) {
        MDC.put("user", user);
        LOCAL.set(user);
        try (Scope scope = Context.current().with(SPAN, user).makeCurrent()) {
            for (int i = 0; i < 3; i++) {
                await(CompletableFuture.runAsync(() -> {}, FOREIGN));
                check(user, "without a loop, at " + i);
                if (random.nextBoolean()) {
                    assertEquals(all(user), await(blocking(ContextsOfTwoTasksTest::seen)));
                }
            }
        }
        return CompletableFuture.completedFuture(null);
    }

    @Test
    void twoTasksNeverSeeOneAnothersContextsAndLoseNoneOfTheirOwn() {
        for (long seed = 0; seed < SEEDS; seed++) {
            try (EventLoop loop = EventLoop.simulated(seed)) {
                loop.run(gather(live("ann", seed), live("bob", ~seed)));
            }
            assertEquals(all("nobody"), seen(), "left on the loop's thread by seed " + seed);
        }
        assertTrue(checks > 20 * SEEDS, "checks: " + checks);
    }

    @Test
    void stagesWithoutALoopNeverSeeOneAnothersContextsEither() {
        for (int seed = 0; seed < SEEDS / 10; seed++) {
            int one = seed;
            var ann = USER.callWhere("ann", () -> detached("ann", new Random(one)));
            var bob = USER.callWhere("bob", () -> detached("bob", new Random(~one)));
            assertEquals(all("nobody"), seen(), "left on the caller's thread by seed " + seed);
            ann.join();
            bob.join();
        }
        assertEquals(
                all("nobody"),
                CompletableFuture.supplyAsync(ContextsOfTwoTasksTest::seen, FOREIGN)
                        .join());
    }
}

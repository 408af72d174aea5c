// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.stress;

import static dev.weft.Weft.await;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.waitFor;
import static dev.weft.Weft.yieldNow;

import dev.weft.Async;
import dev.weft.Awaitable;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.net.Connection;
import dev.weft.net.Tcp;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Runs programs. Its methods are woven by the agent. */
final class Interpreter {
    private static final byte[] GREETING = {1, 2, 3, 4, 5};

    private final World world;

    Interpreter(World world) {
        this.world = world;
    }

    @Async
    Task<Void> run(Body body) throws Exception {
        boolean cancelled = false;
        world.begun.incrementAndGet();
        try {
            for (Step step : body.steps()) {
                await(run(step, body));
            }
            return Task.done();
        } catch (CancellationException thrown) {
            cancelled = true;
            throw thrown;
        } finally {
            world.ended.incrementAndGet();
            if (body.cleansUp()) {
                await(cleanUp(cancelled));
            }
        }
    }

    @Async
    private Task<Void> cleanUp(boolean cancelled) {
        world.cleaning.incrementAndGet();
        try {
            await(sleep(ms(1)));
            world.cleaned.incrementAndGet();
        } catch (CancellationException again) {
            world.cutOff.incrementAndGet();
            world.cancelledAgain.addAndGet(cancelled ? 1 : 0);
            throw again;
        }
        return Task.done();
    }

    @Async
    private Task<Void> run(Step step, Body body) throws Exception {
        Flow flow = flowOf(step);
        if (step.kind().usesFlow() && (flow == null || !flow.take(step.kind()))) {
            await(yieldNow());
            return Task.done();
        }
        try (Results results = new Results(world, flow)) {
            await(run(step, body, results));
        } catch (TimeoutException | Planned expected) {
            return Task.done();
        } catch (IOException failed) {
            if (!world.shutting) {
                throw failed;
            }
        } finally {
            if (flow != null) {
                flow.giveBack(step.kind());
            }
        }
        return Task.done();
    }

    private @Nullable Flow flowOf(Step step) {
        int count = world.flows.size();
        return step.kind().usesFlow() && count > 0 ? world.flows.get(step.size() % count) : null;
    }

    @Async
    private Task<Void> run(Step step, Body body, Results results) throws Exception {
        Awaitable<?> wrapped = wrapped(step, made(step, body, results), results);
        if (step.isFuture()) {
            results.got(await(results.known(wrapped.toCompletableFuture())));
        } else {
            results.got(await(wrapped));
        }
        if (results.connection() != null) {
            await(exchange(results.connection()));
        } else if (step.kind() == Kind.PERMIT) {
            await(sleep(ms(1)));
        }
        return Task.done();
    }

    @Async
    private Task<Void> exchange(Connection connection) throws IOException {
        await(connection.write(GREETING));
        byte[] answer = await(connection.readExactly(GREETING.length));
        world.expect(Arrays.equals(answer, GREETING), () -> "another answer: " + Arrays.toString(answer));
        return Task.done();
    }

    private Awaitable<?> made(Step step, Body body, Results results) throws Exception {
        Flow flow = results.flow();
        return switch (step.kind()) {
            case SLEEP -> sleep(ms(step.size()));
            case YIELD -> yieldNow();
            case PERMIT -> world.permits.acquire();
            case TAKE -> world.items.take();
            case PUT -> {
                world.items.put();
                yield yieldNow();
            }
            case READ -> flow.reader().read(results.buffer());
            case READ_SOME -> flow.reader().read(1 + step.size());
            case READ_EXACTLY -> flow.reader().readExactly(step.size());
            case WRITE -> flow.write(2 * step.size());
            case CALL -> run(step.inner().get(0));
            case START -> {
                world.started.add(spawn(
                        "task " + step.inner().get(0).number(), run(step.inner().get(0))));
                yield yieldNow();
            }
            case JOIN -> join(step, body);
            case STAGE -> stage();
            case CONNECT ->
                world.server == null ? yieldNow() : Tcp.openConnection(Objects.requireNonNull(world.server));
        };
    }

    /** A task with a lower number; what becomes of it is no concern of the one that joins it. */
    private Awaitable<?> join(Step step, Body body) {
        List<ScheduledTask<?>> lower = world.started.stream()
                .filter(task -> Integer.parseInt(task.name().substring("task ".length())) < body.number())
                .toList();
        return lower.isEmpty() ? yieldNow() : lower.get(step.size() % lower.size());
    }

    private Awaitable<?> stage() {
        CompletableFuture<String> stage = new CompletableFuture<>();
        world.completer.accept(stage);
        return awaits(stage);
    }

    @Async
    private static Task<String> awaits(CompletableFuture<String> stage) {
        return Task.of(await(stage));
    }

    private static Awaitable<?> wrapped(Step step, Awaitable<?> made, Results results) throws Exception {
        Awaitable<?> wrapped = made;
        for (Way way : step.ways()) {
            wrapped = switch (way) {
                case WAIT_FOR -> waitFor(wrapped, ms(step.size() - 1));
                case GATHER -> gather(List.of(wrapped, sleep(ms(1))));
                case GATHER_FAILING -> gather(List.of(wrapped, fails(step.size())));
                case SPAWN -> results.known(spawn(wrapped));
                case FUTURE -> wrapped;
            };
        }
        return wrapped;
    }

    @Async
    private static Task<Void> fails(int millis) throws Planned {
        await(sleep(ms(millis)));
        throw new Planned("a part that fails");
    }

    private static Duration ms(int millis) {
        return Duration.ofMillis(millis);
    }
}

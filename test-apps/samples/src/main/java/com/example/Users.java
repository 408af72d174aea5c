// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.blocking;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.run;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;

import dev.weft.Async;
import dev.weft.BlockingPool;
import dev.weft.ContextKey;
import dev.weft.Task;
import dev.weft.spi.ContextCarrier;
import dev.weft.spi.ContextCarriers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Values that belong to a task and to what it starts; and calls that block, on another thread. */
@SuppressWarnings("weft:ThreadLocalAcrossAwait") // a carrier takes it along
public final class Users {
    private Users() {}

    // region key
    static final ContextKey<String> USER = ContextKey.named("user");

    static void log(String line) {
        System.out.println("[" + USER.orElse("nobody") + "] " + line);
    }

    @Async
    static Task<Void> order(String item) {
        log("orders " + item);
        await(sleep(Duration.ofMillis(10)));
        log("gets " + item);
        return Task.done();
    }

    @Async
    static Task<Void> twoUsers() {
        await(gather(USER.where("ann", () -> order("tea")), USER.where("bob", () -> order("coffee"))));
        log("closes");
        return Task.done();
    }
    // endregion

    // region inherited
    @Async
    static Task<Void> inBackground() {
        await(USER.where("ann", () -> {
            var wrapping = spawn(order("wrapping"));
            await(USER.where("ann's guest", () -> order("cake")));
            await(wrapping);
            return Task.done();
        }));
        return Task.done();
    }
    // endregion

    // region plain
    static void forTheWholeProgram() {
        USER.runWhere("cook", () -> run(order("flour")));
    }
    // endregion

    // region blocking
    @Async
    static Task<String> firstLine(Path file) {
        try {
            return Task.of(await(blocking(() -> {
                log("reads " + file);
                return Files.readAllLines(file).get(0);
            })));
        } catch (IOException e) {
            return Task.of("nothing to read");
        }
    }
    // endregion

    // region pool
    static final BlockingPool DATABASE = BlockingPool.virtual("database", 8);

    @Async
    static Task<Void> withItsOwnPool() {
        String thread = await(BlockingPool.EXECUTOR.where(DATABASE, () -> query()));
        log("was served by " + thread.replaceAll("\\d+", "N"));
        return Task.done();
    }

    @Async
    static Task<String> query() {
        return Task.of(await(blocking(() -> Thread.currentThread().getName())));
    }
    // endregion

    // region carrier
    static final ThreadLocal<String> TRACE = new ThreadLocal<>(); // as a library has one

    static final class TraceCarrier implements ContextCarrier<String, String> {
        @Override
        public String capture() {
            return TRACE.get();
        }

        @Override
        public String enter(String state) {
            String own = TRACE.get();
            TRACE.set(state);
            return own;
        }

        @Override
        public String leave(String own) {
            String state = TRACE.get();
            TRACE.set(own);
            return state;
        }
    }
    // endregion

    // region traced
    @Async
    static Task<Void> traced(String trace) {
        TRACE.set(trace);
        await(sleep(Duration.ofMillis(10)));
        log("has the trace " + TRACE.get());
        return Task.done();
    }
    // endregion

    @Async
    static Task<Void> all() {
        await(twoUsers());
        await(inBackground());
        log(await(USER.where("ann", () -> firstLine(Path.of("no-such-file")))));
        await(withItsOwnPool());
        await(gather(traced("1"), traced("2")));
        return Task.done();
    }

    public static void main(String[] args) {
        ContextCarriers.register(new TraceCarrier());
        run(all());
        forTheWholeProgram();
    }
}

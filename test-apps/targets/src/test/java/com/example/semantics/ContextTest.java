// SPDX-License-Identifier: Apache-2.0
package com.example.semantics;

import static com.example.semantics.Schedules.LONG;
import static com.example.semantics.Schedules.failureOf;
import static com.example.semantics.Schedules.ms;
import static dev.weft.Weft.await;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.waitFor;
import static dev.weft.Weft.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.weft.Async;
import dev.weft.ContextKey;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.TaskGroup;
import dev.weft.junit.AsyncTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Context keys in woven code. */
class ContextTest implements OnEverySchedule {
    private static final ContextKey<String> USER = ContextKey.named("user", "nobody");
    private static final ContextKey<Integer> LEVEL = ContextKey.named("level", 0);

    /** Waits in several ways, and checks at each step that the key is bound as at the first. */
    @Async
    private static Task<String> stroll(int steps) {
        String mine = USER.get();
        for (int i = 0; i < steps; i++) {
            await(i % 3 == 0 ? yieldNow() : sleep(ms(i % 2)));
            assertEquals(mine, USER.get());
            assertEquals(mine, await(ready()));
        }
        return Task.of(mine);
    }

    @Async
    private static Task<String> ready() {
        return Task.of(USER.get());
    }

    @AsyncTest
    void eachTaskOfALoopSeesItsOwnBindingsAtEveryStep() throws Exception {
        var users = await(gather(USER.where("ann", () -> stroll(9)), USER.where("bob", () -> stroll(7)), stroll(8)));
        assertEquals("annbobnobody", users.first() + users.second() + users.third());
    }

    @AsyncTest
    void bindingsNestAndEndWithTheirBlocksAlsoByExceptions() throws Exception {
        List<String> seen = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            int level = i;
            try {
                await(LEVEL.where(level, () -> {
                    await(USER.where("ann" + level, () -> {
                        seen.add(await(stroll(2)) + LEVEL.get());
                        return Task.done();
                    }));
                    await(sleep(ms(1)));
                    seen.add(USER.get() + LEVEL.get());
                    if (level == 2) {
                        throw new IOException("at two");
                    }
                    return Task.done();
                }));
            } catch (IOException expected) {
                seen.add(expected.getMessage());
            }
            seen.add(USER.get() + LEVEL.get());
        }
        assertEquals(
                List.of(
                        "ann11", "nobody1", "nobody0", "ann22", "nobody2", "at two", "nobody0", "ann33", "nobody3",
                        "nobody0"),
                seen);
    }

    @AsyncTest
    void aChildHasTheBindingsOfItsSpawnWhateverItsParentBindsLater() throws Exception {
        ScheduledTask<String> child = await(USER.where("ann", () -> Task.of(spawn("child", stroll(5)))));
        assertEquals("nobody", USER.get());
        String other = await(USER.where("bob", () -> Task.of(await(child) + USER.get())));
        assertEquals("annbob", other);
    }

    @AsyncTest
    void childrenOfAGroupHaveTheBindingsOfWhoSpawnsThem() throws Exception {
        List<ScheduledTask<String>> children = new ArrayList<>();
        await(TaskGroup.run(group -> {
            children.add(group.spawn(stroll(3)));
            children.add(await(USER.where("ann", () -> Task.of(group.spawn(stroll(3))))));
            children.add(group.spawn(USER.where("bob", () -> stroll(3))));
            return Task.done();
        }));
        assertEquals("nobody", await(children.get(0)));
        assertEquals("ann", await(children.get(1)));
        assertEquals("bob", await(children.get(2)));
    }

    @AsyncTest
    void aCancelledBlockCleansUpWithItsBindingsAndItsCallerGoesOnWithoutThem() throws Exception {
        List<String> seen = new ArrayList<>();
        Throwable over = await(failureOf(waitFor(USER.where("ann", () -> cleaning(seen)), ms(5))));
        assertInstanceOf(java.util.concurrent.TimeoutException.class, over);
        assertEquals(List.of("ann", "ann"), seen);
        assertFalse(USER.isBound());
    }

    @Async
    private static Task<Void> cleaning(List<String> seen) {
        try {
            await(sleep(LONG));
        } catch (CancellationException cancelled) {
            seen.add(USER.get());
            await(sleep(ms(1)));
            seen.add(USER.get());
            throw cancelled;
        }
        return Task.done();
    }

    /** Has no loop where it is called on a plain thread. */
    @Async
    private static CompletableFuture<String> detached(
            CompletableFuture<String> first, CompletableFuture<String> second) {
        String seen = USER.get() + await(first) + USER.get();
        seen += await(USER.where("inner", () -> Task.of(await(second) + USER.get())));
        return CompletableFuture.completedFuture(seen + USER.get());
    }

    @Test
    void aDetachedStageKeepsItsBindingsOnTheThreadsThatResumeIt() throws Exception {
        CompletableFuture<String> first = new CompletableFuture<>();
        CompletableFuture<String> second = new CompletableFuture<>();
        CompletableFuture<String> ann = USER.callWhere("ann", () -> detached(first, second));
        CompletableFuture<String> nobody = detached(first, second);
        for (CompletableFuture<String> each : List.of(first, second)) {
            Thread completer = new Thread(() -> USER.runWhere("completer", () -> each.complete("-")));
            completer.start();
            completer.join();
        }
        assertEquals("ann-ann-innerann", ann.join());
        assertEquals("nobody-nobody-innernobody", nobody.join());
    }
}

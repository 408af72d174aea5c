// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.run;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.timeout;
import static dev.weft.Weft.waitFor;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.TimeoutScope;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** Limits the time of blocks: one moves its limit, another is late, and one has a limit in it that may be over first. */
public final class TimeoutScopes {
    private TimeoutScopes() {}

    // region scopes
    @Async
    static Task<Void> limited() throws TimeoutException {
        String report = await(timeout(Duration.ofSeconds(10), limit -> {
            await(sleep(Duration.ofMillis(10)));
            limit.reschedule(Duration.ofMinutes(1)); // there is something to do
            await(sleep(Duration.ofMillis(10)));
            return Task.of("in time");
        }));
        System.out.println(report);

        TimeoutScope scope = TimeoutScope.after(Duration.ofMillis(10));
        String late = await(scope.moveOn(limit -> {
            await(sleep(Duration.ofMinutes(1)));
            return Task.of("never");
        }));
        System.out.println(late + ", expired: " + scope.expired());
        return Task.done();
    }
    // endregion

    // region whose-limit
    @Async
    static Task<String> serve(Duration idle) {
        TimeoutScope own = TimeoutScope.after(idle);
        try {
            return Task.of(await(own.run(limit -> filtered())));
        } catch (TimeoutException e) {
            return Task.of(own.expired() ? "idle" : "the filter hangs");
        }
    }

    @Async
    private static Task<String> filtered() throws TimeoutException {
        return Task.of(await(waitFor(filter(), Duration.ofMillis(20))));
    }
    // endregion

    @Async
    private static Task<String> filter() {
        await(sleep(Duration.ofMinutes(1)));
        return Task.of("never");
    }

    /** Runs the sample. */
    public static void main(String[] args) throws TimeoutException {
        run(limited());
        System.out.println(run(serve(Duration.ofMillis(10))));
        System.out.println(run(serve(Duration.ofMinutes(1))));
    }
}

// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.run;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.timeout;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.TimeoutScope;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** Limits the time of blocks: one moves its limit, the other is late. */
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

    /** Runs the sample. */
    public static void main(String[] args) throws TimeoutException {
        run(limited());
    }
}

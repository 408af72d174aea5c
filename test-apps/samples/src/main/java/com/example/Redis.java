// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.run;
import static dev.weft.Weft.spawn;

import com.example.redis.RedisClient;
import dev.weft.Async;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** Many tasks at a time use a Redis server, which has to run. The argument is its port, 6379 without one. */
public final class Redis {
    private Redis() {}

    // region redis
    @Async
    static Task<Void> countVisits(RedisClient redis) throws IOException, TimeoutException {
        await(redis.set("visits", "0"));
        List<Task<Long>> visits = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            visits.add(redis.increment("visits"));
        }
        await(gather(visits));
        System.out.println(await(redis.get("visits")) + " visits");
        return Task.done();
    }

    @Async
    static Task<Void> handOverAJob(RedisClient redis) throws IOException, TimeoutException {
        ScheduledTask<Optional<String>> job = spawn(redis.pop("jobs", Duration.ofSeconds(10)));
        await(redis.send("RPUSH", "jobs", "wash up"));
        System.out.println("to do: " + await(job).orElse("nothing"));
        return Task.done();
    }

    @Async
    static Task<Void> both(int port) throws IOException, TimeoutException {
        try (RedisClient redis = new RedisClient("127.0.0.1", port, Duration.ofSeconds(5))) {
            await(countVisits(redis));
            await(handOverAJob(redis));
        }
        return Task.done();
    }
    // endregion

    /** Runs the sample. */
    public static void main(String[] args) throws IOException, TimeoutException {
        run(both(args.length > 0 ? Integer.parseInt(args[0]) : 6379));
    }
}

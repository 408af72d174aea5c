// SPDX-License-Identifier: Apache-2.0
package com.example.zoo;

import static dev.weft.Weft.await;
import static dev.weft.Weft.spawn;

import dev.weft.Async;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.sync.Channel;

/** Two tasks that send a ball to and fro, as often as the argument says, and then wait for one more. */
final class PingPong {
    private static final Channel<String> THERE = Channel.<String>rendezvous().named("there");
    private static final Channel<String> BACK = Channel.<String>rendezvous().named("back");

    private PingPong() {}

    @Async
    static Task<Void> open(String rounds) {
        ScheduledTask<Void> pong = spawn("pong", pong());
        ScheduledTask<Void> ping = spawn("ping", ping(Integer.parseInt(rounds)));
        await(ping);
        await(Standing.untilAwaits("receive", pong));
        return Task.done();
    }

    @Async
    static Task<Void> ping(int rounds) {
        for (int i = 0; i < rounds; i++) {
            await(THERE.send("ball"));
            await(BACK.receive());
        }
        return Task.done();
    }

    @Async
    static Task<Void> pong() {
        while (true) {
            String ball = await(THERE.receive());
            await(BACK.send(ball));
        }
    }
}

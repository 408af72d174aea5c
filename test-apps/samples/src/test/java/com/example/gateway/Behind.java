// SPDX-License-Identifier: Apache-2.0
package com.example.gateway;

import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;

import dev.weft.Async;
import dev.weft.EventLoop;
import dev.weft.Task;
import dev.weft.net.Connection;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** A server behind the gateway that shouts, and counts what it was asked. */
final class Behind {
    /** What it does with a request. */
    enum Mood {
        ANSWERS,
        /** Later than the gateway waits. */
        ANSWERS_TOO_LATE,
        HANGS_UP,
        /** And sends nothing after that. */
        ANSWERS_AND_ENDS
    }

    /** How often each request has come. */
    final Map<String, Integer> asked = new HashMap<>();

    private final Supplier<Mood> moods;
    private final Duration takes;

    Behind(Duration takes, Supplier<Mood> moods) {
        this.takes = takes;
        this.moods = moods;
    }

    @Async
    Task<Void> serve(Connection connection) {
        try {
            for (Optional<String> line = await(Lines.read(connection, 100));
                    line.isPresent();
                    line = await(Lines.read(connection, 100))) {
                asked.merge(line.get(), 1, Integer::sum);
                Mood mood = moods.get();
                if (mood == Mood.HANGS_UP) {
                    return Task.done();
                }
                await(sleep(mood == Mood.ANSWERS_TOO_LATE ? Duration.ofSeconds(7) : takes));
                await(Lines.write(connection, line.get().toUpperCase()));
                if (mood == Mood.ANSWERS_AND_ENDS) {
                    connection.shutdownOutput();
                }
            }
        } catch (IOException gone) {
            return Task.done(); // the gateway, which wants the answer no longer
        }
        return Task.done();
    }

    /** One of the moods, mostly that to answer. */
    static Mood any() {
        int lot = EventLoop.current().random().nextInt(20);
        return lot < 3 ? Mood.values()[lot + 1] : Mood.ANSWERS;
    }
}

// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.run;
import static dev.weft.Weft.spawn;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.sync.Channel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Asks three questions, and gives the answers to who has asked. It hangs. */
public final class Answers {
    private static final Channel<Integer> QUESTIONS =
            Channel.<Integer>bounded(10).named("questions");
    private static final Map<Integer, CompletableFuture<String>> ASKED = new HashMap<>();
    private static final Map<Integer, String> BOOK = Map.of(1, "yes", 3, "no");

    private Answers() {}

    // region answers
    @Async
    static Task<String> ask(int number) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        ASKED.put(number, answer);
        await(QUESTIONS.send(number));
        return Task.of(await(answer));
    }

    @Async
    static Task<Void> answerAll() {
        while (true) {
            int number = await(QUESTIONS.receive());
            CompletableFuture<String> asked = ASKED.remove(number);
            String answer = BOOK.get(number);
            if (answer != null) {
                asked.complete(answer);
            }
        }
    }

    @Async
    static Task<List<String>> askAll() {
        spawn("answers", answerAll());
        return Task.of(await(gather(List.of(ask(1), ask(2), ask(3)))));
    }
    // endregion

    /** Runs the sample, until it is killed. */
    public static void main(String[] args) {
        System.out.println(run(askAll()));
    }
}

// SPDX-License-Identifier: Apache-2.0
package com.example.targets;

import static dev.weft.Weft.await;
import static dev.weft.Weft.run;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.yieldNow;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.abi.TestRunner;
import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Looked at with jdb and javap. The tests find the lines by the words behind the hash signs. */
public final class Debugged {
    private final double factor;

    private Debugged(double factor) {
        this.factor = factor;
    }

    /** Kept where a program can see it. */
    @Retention(RetentionPolicy.RUNTIME)
    public @interface Seen {
        String value() default "";
    }

    /** Kept in the class file. */
    @Retention(RetentionPolicy.CLASS)
    public @interface Unseen {}

    @Async
    static Task<Long> loop(int rounds, long base, double scale, String name) { // # loop declared
        long sum = base; // # loop first
        double part = scale;
        for (int i = 0; i < rounds; i++) {
            await(sleep(Duration.ofMillis(1))); // # loop await
            sum += i; // # loop next
            part *= 2; // # loop last
        }
        return Task.of(sum + name.length() + (long) part);
    }

    @Async
    static Task<Long> atOnce(int rounds, long base) { // # once declared
        long sum = base; // # once first
        for (int i = 0; i < rounds; i++) {
            double part = await(CompletableFuture.completedFuture(i + 0.5)); // # once await
            sum += (long) part; // # once next
            sum += await(plain(i)); // # once call
            sum++; // # once last
        }
        return Task.of(sum);
    }

    @Async
    static Task<Integer> plain(int number) { // # plain declared
        int twice = number * 2; // # plain first
        return Task.of(twice);
    }

    @Async
    Task<Double> scaled(long value, double shift) { // # scaled declared
        double result = value * factor; // # scaled first
        await(yieldNow()); // # scaled await
        result += shift; // # scaled next
        return Task.of(result); // # scaled last
    }

    @Async
    static Task<Long> fused(int number, long wide) { // # fused declared
        long before = wide + number; // # fused first
        double inner = await(new Debugged(1.5).scaled(before, 0.25)); // # fused call
        long after = before + (long) inner; // # fused next
        return Task.of(after); // # fused last
    }

    /** As JUnit calls it. */
    @Test
    @Async
    void tested(int rounds) { // # tested declared
        int sum = 0; // # tested first
        for (int i = 0; i < rounds; i++) {
            await(yieldNow()); // # tested await
            sum += i; // # tested next
        }
        named(rounds, sum);
    } // # tested last

    static Supplier<Task<Long>> lambda(long captured) {
        return () -> { // # lambda declared
            long own = captured + 1; // # lambda first
            await(yieldNow()); // # lambda await
            own++; // # lambda next
            return Task.of(own); // # lambda last
        };
    }

    /** One statement on many lines, and a handler. */
    @Async
    static Task<String> spread(int number) throws IOException {
        String text;
        try {
            text = "a" // the comments keep the formatter from joining the lines
                    + await( //
                            CompletableFuture.completedFuture( //
                                    number)) //
                    + await( //
                            plain( // # spread inner
                                    number //
                                            + 1)) //
                    + named( //
                            number, //
                            await( //
                                    fused( // # spread call
                                            number, //
                                            2))) //
                    + new StringBuilder( //
                            await( //
                                            plain(number)) //
                                    .toString()); //
        } catch (IllegalStateException e) {
            text = e.getMessage();
        } finally {
            await(yieldNow());
        }
        return Task.of( //
                text //
                        + number); //
    }

    private static String named(int number, long other) {
        return number + ":" + other;
    }

    @Seen("method")
    @Unseen
    @Deprecated
    @Async
    <T extends Comparable<T>> Task<List<T>> described(
            @Seen("parameter") final List<? extends T> items, @Unseen T last, int... more)
            throws IOException, InterruptedException {
        List<T> found = await(CompletableFuture.completedFuture(List.of(last)));
        await(yieldNow());
        return Task.of(found);
    }

    @Async
    static Task<String> all() throws Exception {
        Debugged debugged = new Debugged(1);
        return Task.of(await(loop(3, 7_000_000_000L, 0.25, "abc"))
                + " " + await(atOnce(2, 1L))
                + " " + await(fused(2, 40))
                + " " + await(lambda(40).get())
                + " " + await(spread(1))
                + " " + await(debugged.described(List.of("a"), "b", 1)));
    }

    public static void main(String[] args) throws Exception {
        switch (args[0]) {
            case "loop" -> run(loop(3, 7_000_000_000L, 0.25, "abc"));
            case "once" -> run(atOnce(2, 1L));
            case "fused" -> run(fused(2, 40));
            case "lambda" -> run(lambda(40).get());
            case "tested" -> {
                try (TestRunner tests = TestRunner.open(test -> run(test))) {
                    new Debugged(1).tested(2);
                    System.out.println(tests.hasRun());
                }
            }
            default -> System.out.println(run(all()));
        }
    }
}

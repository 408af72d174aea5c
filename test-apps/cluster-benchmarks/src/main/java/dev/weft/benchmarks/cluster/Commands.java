// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Does what the script says, line by line: {@code load 64 3 4711} asks 64 at once until the process 4711, which is the other node, has used 3
 * seconds of the processor; {@code hang 100} asks for what is never answered; {@code killed} says when it ends.
 */
final class Commands {
    private final Asker asker;
    private volatile long killed;
    private CountDownLatch hanging = new CountDownLatch(0);

    Commands(Asker asker) {
        this.asker = asker;
    }

    void run() throws IOException, InterruptedException {
        System.out.println("joined after " + age().toMillis() + " ms, with "
                + Duration.ofNanos(cpuNanos(ProcessHandle.current().pid())).toMillis() + " ms of CPU");
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] words = line.split(" ", -1);
            switch (words[0]) {
                case "load" -> load(number(words[1]), number(words[2]), number(words[3]));
                case "hang" -> hang(number(words[1]));
                default -> killed();
            }
        }
        System.exit(0);
    }

    private static int number(String word) {
        return Integer.parseInt(word);
    }

    /** How long this JVM has been there. */
    private static Duration age() {
        return Duration.between(ProcessHandle.current().info().startInstant().orElseThrow(), Instant.now());
    }

    private void load(int atOnce, int seconds, int server) throws InterruptedException, IOException {
        long own = ProcessHandle.current().pid();
        long ownBefore = cpuNanos(own);
        long serverBefore = cpuNanos(server);
        long answeredBefore = asker.answered();
        long begun = System.nanoTime();
        asker.start(atOnce);
        while (cpuNanos(server) - serverBefore < TimeUnit.SECONDS.toNanos(seconds)) {
            Thread.sleep(50);
        }
        asker.stop();
        long nanos = System.nanoTime() - begun;
        double answers = asker.answered() - answeredBefore;
        System.out.printf(
                "load,%d,%.0f,%.0f,%.2f,%.2f%n",
                atOnce,
                answers,
                answers * 1e9 / nanos,
                (cpuNanos(server) - serverBefore) / answers / 1000,
                (cpuNanos(own) - ownBefore) / answers / 1000);
    }

    private void hang(int count) {
        hanging = new CountDownLatch(count);
        CountDownLatch latch = hanging;
        AtomicInteger ended = new AtomicInteger(); // several threads of an engine may end asks at the same time
        for (int i = 0; i < count; i++) {
            asker.hang().whenComplete((answer, failure) -> {
                int which = ended.incrementAndGet();
                if (which == 1 || which == count) {
                    System.out.printf(
                            "ended,%d,%d,%s%n",
                            which,
                            TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killed),
                            failure == null ? "an answer" : failure.getClass().getSimpleName());
                }
                latch.countDown();
            });
        }
        System.out.println("hanging");
    }

    private void killed() throws InterruptedException {
        killed = System.nanoTime();
        hanging.await();
        System.out.println("all ended");
    }

    /** Time that a process has used of the processor, by what Linux says in ticks of 10 ms. */
    private static long cpuNanos(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * 10_000_000;
    }
}

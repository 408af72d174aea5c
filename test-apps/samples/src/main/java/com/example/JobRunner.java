// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.blocking;
import static dev.weft.Weft.run;

import dev.weft.Async;
import dev.weft.CallableOp;
import dev.weft.Task;
import dev.weft.TaskGroup;
import dev.weft.sync.Backoff;
import dev.weft.sync.Queue;
import dev.weft.sync.RateLimiter;
import dev.weft.sync.Retry;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs jobs that block: a queue by priority, several workers, retries, a limit of starts in a second, and what became of each. */
public final class JobRunner {
    // region job-runner
    /** What a job does may block, and may be run several times. */
    record Job(String name, int priority, CallableOp<String, IOException> work) {}

    private static final Retry.Limited RETRY = Retry.times(3)
            .on(IOException.class)
            .pausing(Backoff.exponential(Duration.ofMillis(10), Duration.ofSeconds(1))
                    .withFullJitter())
            .eachWithin(Duration.ofSeconds(5));

    private final Queue<Job> jobs = Queue.priority(Comparator.comparingInt(Job::priority), 100);
    private final RateLimiter starts = RateLimiter.of(100, Duration.ofSeconds(1), 5);
    private final Map<String, String> results = new TreeMap<>();

    @Async
    private Task<Void> worker() {
        while (true) {
            Job job = await(jobs.get());
            try {
                results.put(job.name(), await(RETRY.run(() -> attempt(job))));
            } catch (IOException | TimeoutException failed) {
                int before = failed.getSuppressed().length;
                results.put(job.name(), "given up: " + failed.getMessage() + ", after " + before + " failures before");
            } finally {
                jobs.taskDone();
            }
        }
    }

    @Async
    private Task<String> attempt(Job job) throws IOException {
        await(starts.acquire());
        return Task.of(await(blocking(job.work())));
    }

    /** Runs all jobs, and ends the workers when nothing is left to do. */
    @Async
    Task<Map<String, String>> runAll(List<Job> todo, int workers) {
        await(TaskGroup.run(group -> {
            for (int i = 1; i <= workers; i++) {
                group.spawn("worker " + i, worker());
            }
            for (Job job : todo) {
                await(jobs.put(job));
            }
            await(jobs.join());
            group.cancel();
            return Task.done();
        }));
        return Task.of(results);
    }
    // endregion

    /** Fails so many times before it succeeds. */
    private static CallableOp<String, IOException> flaky(int failures, String result) {
        AtomicInteger attempts = new AtomicInteger();
        return () -> {
            pretendToRead();
            if (attempts.incrementAndGet() <= failures) {
                throw new IOException("no answer to attempt " + attempts);
            }
            return result + " at attempt " + attempts;
        };
    }

    private static void pretendToRead() {
        try {
            Thread.sleep(5);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Runs the sample. */
    public static void main(String[] args) {
        List<Job> todo = List.of(
                new Job("bill", 2, flaky(0, "sent")),
                new Job("mail", 1, flaky(2, "sent")),
                new Job("page", 3, flaky(9, "printed")));
        run(new JobRunner().runAll(todo, 2)).forEach((job, result) -> System.out.println(job + ": " + result));
    }
}

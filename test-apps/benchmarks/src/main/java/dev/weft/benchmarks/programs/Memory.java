// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.programs;

import dev.weft.benchmarks.VirtualThreads;
import dev.weft.benchmarks.ea.EaMemory;
import dev.weft.benchmarks.ea.EaWeaving;
import dev.weft.benchmarks.kotlin.KotlinMemory;
import dev.weft.benchmarks.work.PeerLoop;
import java.lang.ref.Reference;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * How many bytes a task takes while it waits: the heap after a collection, with so many of them and without. What a task waits for, a
 * future or an awaitable, counts; the array that holds these does not.
 */
public final class Memory {
    static final List<String> VARIANTS = List.of(
            "weft, sleeping",
            "weft, waiting",
            "weft, waiting three frames deep",
            "CompletableFuture alone",
            "thenCompose",
            "ea, waiting",
            "ea, waiting three frames deep",
            "kotlin raw, waiting",
            "kotlin raw, waiting three frames deep",
            "kotlin launch, parked",
            "kotlin launch, delay",
            "virtual thread, parked",
            "virtual thread, sleeping");

    private Memory() {}

    /** Takes the variant and the number of tasks. */
    public static void main(String[] args) throws InterruptedException {
        String variant = args[0];
        @Nullable Object[] kept = new Object[Integer.parseInt(args[1])];
        if (variant.startsWith("weft")) {
            new WeftMemory(variant, kept).run();
        } else if (variant.startsWith("virtual")) {
            threads(variant, kept);
        } else {
            peer(variant, kept);
        }
        System.exit(0); // the tasks would wait for an hour
    }

    static void report(int count, long bytes) {
        Results.print("heap per task", "B", (double) bytes / count);
    }

    private static void peer(String variant, @Nullable Object[] kept) {
        EaWeaving.require();
        PeerLoop loop = new PeerLoop();
        start(variant, new Object[1], 0, loop); // loads the classes, and starts the threads of a timer
        loop.run();
        long before = Heap.used();
        try {
            for (int i = 0; i < kept.length; i++) {
                start(variant, kept, i, loop);
            }
            loop.run();
            report(kept.length, Heap.used() - before);
        } finally {
            Reference.reachabilityFence(kept);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what is waited for keeps them
    private static void start(String variant, @Nullable Object[] kept, int index, PeerLoop loop) {
        switch (variant) {
            case "CompletableFuture alone" -> kept[index] = new CompletableFuture<Integer>();
            case "thenCompose" -> {
                pending(kept, index).thenCompose(result -> CompletableFuture.completedFuture(result + index));
            }
            case "ea, waiting" -> EaMemory.depth1(pending(kept, index), index);
            case "ea, waiting three frames deep" -> EaMemory.depth3(pending(kept, index), index);
            case "kotlin raw, waiting" -> KotlinMemory.depth1(kept, index);
            case "kotlin raw, waiting three frames deep" -> KotlinMemory.depth3(kept, index);
            case "kotlin launch, parked" -> kept[index] = KotlinMemory.parked(loop);
            case "kotlin launch, delay" -> kept[index] = KotlinMemory.sleeping(loop);
            default -> throw new IllegalArgumentException(variant);
        }
    }

    private static CompletableFuture<Integer> pending(@Nullable Object[] kept, int index) {
        CompletableFuture<Integer> pending = new CompletableFuture<>();
        kept[index] = pending;
        return pending;
    }

    private static void threads(String variant, @Nullable Object[] kept) throws InterruptedException {
        VirtualThreads.start(() -> {}).join();
        CountDownLatch running = new CountDownLatch(kept.length);
        long before = Heap.used();
        Runnable wait = variant.endsWith("parked") ? LockSupport::park : Memory::sleep;
        try {
            for (int i = 0; i < kept.length; i++) {
                kept[i] = VirtualThreads.start(() -> {
                    running.countDown();
                    wait.run();
                });
            }
            running.await();
            Thread.sleep(500); // the last ones still have to park
            report(kept.length, Heap.used() - before);
        } finally {
            Reference.reachabilityFence(kept);
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(3_600_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import static dev.weft.Weft.await;
import static dev.weft.Weft.spawn;
import static dev.weft.sync.Select.on;
import static dev.weft.sync.Select.select;

import dev.weft.Async;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.benchmarks.kotlin.KotlinChannels;
import dev.weft.sync.Channel;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** What a channel costs. One op is one element, from the send to the receive, on one loop. */
public class ChannelBenchmark extends AsyncBenchmark {
    private static final int ELEMENTS = 16_000;
    private static final int CAPACITY = 64;

    @Override
    List<Class<?>> woven() {
        return List.of(ChannelBenchmark.class);
    }

    /** Coroutines of kotlinx with a channel in each direction that holds nothing. */
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public int kotlinRendezvous() {
        return KotlinChannels.rendezvous(ELEMENTS / 2);
    }

    /** Tasks with a channel in each direction that holds nothing. */
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public int weftRendezvous() {
        return loop.run(thereAndBack());
    }

    /** One coroutine of kotlinx fills a channel, another one empties it. */
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public int kotlinBuffered() {
        return KotlinChannels.buffered(ELEMENTS, CAPACITY);
    }

    /** One task fills a channel, another one empties it. */
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public int weftBuffered() {
        return loop.run(fillAndEmpty());
    }

    /** A coroutine of kotlinx that fills a channel and empties it, so that nothing waits. */
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public int kotlinBatch() {
        return KotlinChannels.batches(ELEMENTS, CAPACITY);
    }

    /** A task that fills a channel and empties it, so that nothing waits. */
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public int weftBatch() {
        return loop.run(batches());
    }

    /** The same by {@code trySend} and {@code tryReceive}. */
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public int weftTry() {
        Channel<Integer> channel = Channel.bounded(CAPACITY);
        int sum = 0;
        for (int i = 0; i < ELEMENTS; i += CAPACITY) {
            for (int k = 0; k < CAPACITY; k++) {
                channel.trySend(1);
            }
            for (int k = 0; k < CAPACITY; k++) {
                sum += channel.tryReceive().orElseThrow();
            }
        }
        return sum;
    }

    /** A coroutine of kotlinx that selects among four channels that hold nothing; another one sends into the last. */
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public int kotlinSelectOfFour() {
        return KotlinChannels.selects(ELEMENTS);
    }

    /** A task that selects among four channels that hold nothing; another one sends into the last. */
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public int weftSelectOfFour() {
        return loop.run(selectsOfFour());
    }

    @Async
    private static Task<Integer> thereAndBack() {
        Channel<Integer> there = Channel.rendezvous();
        Channel<Integer> back = Channel.rendezvous();
        ScheduledTask<Void> echo = spawn(echoes(there, back));
        int sum = await(calls(there, back));
        await(echo);
        return Task.of(sum);
    }

    @Async
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private static Task<Integer> calls(Channel<Integer> there, Channel<Integer> back) {
        int sum = 0;
        for (int i = 0; i < ELEMENTS / 2; i++) {
            await(there.send(1));
            sum += await(back.receive());
        }
        return Task.of(sum);
    }

    @Async
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private static Task<Void> echoes(Channel<Integer> there, Channel<Integer> back) {
        for (int i = 0; i < ELEMENTS / 2; i++) {
            await(back.send(await(there.receive())));
        }
        return Task.done();
    }

    @Async
    private static Task<Integer> fillAndEmpty() {
        Channel<Integer> channel = Channel.bounded(CAPACITY);
        ScheduledTask<Void> filler = spawn(fills(channel));
        int sum = await(empties(channel));
        await(filler);
        return Task.of(sum);
    }

    @Async
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private static Task<Void> fills(Channel<Integer> channel) {
        for (int i = 0; i < ELEMENTS; i++) {
            await(channel.send(1));
        }
        return Task.done();
    }

    @Async
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private static Task<Integer> empties(Channel<Integer> channel) {
        int sum = 0;
        for (int i = 0; i < ELEMENTS; i++) {
            sum += await(channel.receive());
        }
        return Task.of(sum);
    }

    @Async
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private static Task<Integer> batches() {
        Channel<Integer> channel = Channel.bounded(CAPACITY);
        int sum = 0;
        for (int i = 0; i < ELEMENTS; i += CAPACITY) {
            for (int k = 0; k < CAPACITY; k++) {
                await(channel.send(1));
            }
            for (int k = 0; k < CAPACITY; k++) {
                sum += await(channel.receive());
            }
        }
        return Task.of(sum);
    }

    @Async
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private static Task<Integer> selectsOfFour() {
        Channel<Integer> first = Channel.rendezvous();
        Channel<Integer> second = Channel.rendezvous();
        Channel<Integer> third = Channel.rendezvous();
        Channel<Integer> fourth = Channel.rendezvous();
        ScheduledTask<Void> filler = spawn(fills(fourth));
        int sum = 0;
        for (int i = 0; i < ELEMENTS; i++) {
            sum += await(select(
                    on(first.receive(), element -> element),
                    on(second.receive(), element -> element),
                    on(third.receive(), element -> element),
                    on(fourth.receive(), element -> element)));
        }
        await(filler);
        return Task.of(sum);
    }
}

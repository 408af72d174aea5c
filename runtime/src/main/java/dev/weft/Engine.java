// SPDX-License-Identifier: Apache-2.0
package dev.weft;

import dev.weft.abi.GeneratorFrame;
import dev.weft.abi.StageAwait;
import dev.weft.abi.Yield;
import dev.weft.internal.BlockFrame;
import dev.weft.internal.BlockingCall;
import dev.weft.internal.BoundFrame;
import dev.weft.internal.CompletedTask;
import dev.weft.internal.Completions;
import dev.weft.internal.Contexts;
import dev.weft.internal.DetachedCoroutines;
import dev.weft.internal.Execution;
import dev.weft.internal.ExecutorEventLoop;
import dev.weft.internal.LoopGroup;
import dev.weft.internal.PlantedFaults;
import dev.weft.internal.SelectorEventLoop;
import dev.weft.internal.ShutdownWait;
import dev.weft.internal.SimulatedEventLoop;
import dev.weft.internal.Weaving;
import dev.weft.internal.combine.AllSettled;
import dev.weft.internal.combine.CompletingGroup;
import dev.weft.internal.combine.Deadlines;
import dev.weft.internal.combine.Gather;
import dev.weft.internal.combine.GroupCall;
import dev.weft.internal.combine.Race;
import dev.weft.internal.combine.Scope;
import dev.weft.internal.combine.Shield;
import dev.weft.internal.combine.ShieldedBlock;
import dev.weft.internal.combine.ShieldedStage;
import dev.weft.internal.combine.Sleep;
import dev.weft.internal.combine.TryGroup;
import dev.weft.internal.combine.WaitFor;
import dev.weft.internal.stack.CallStackDump;
import dev.weft.internal.stream.Buffered;
import dev.weft.internal.stream.Collected;
import dev.weft.internal.stream.Filtered;
import dev.weft.internal.stream.GeneratorPublisher;
import dev.weft.internal.stream.Mapped;
import dev.weft.internal.stream.Merged;
import dev.weft.internal.stream.Subscribed;
import dev.weft.internal.stream.Taken;
import dev.weft.internal.stream.Windowed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.ThreadFactory;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What users write against reaches what runs it only here: this is the one class of the package that uses another package of the runtime.
 * Each method stands behind the public ones of {@link Weft}, {@link EventLoop}, {@link Awaitable} and {@link Task} that call it.
 */
final class Engine {
    private Engine() {}

    // ------------------------------------------------------------------ loops

    static EventLoop newLoop() {
        return new SelectorEventLoop();
    }

    static SimulatedLoop newSimulatedLoop() {
        return new SimulatedEventLoop();
    }

    static SimulatedLoop newSimulatedLoop(long seed) {
        return new SimulatedEventLoop(seed);
    }

    static SimulatedLoop newSimulatedLoopInOrder() {
        return SimulatedEventLoop.inOrder();
    }

    static ForeignLoop newLoopOver(Executor executor) {
        return ExecutorEventLoop.over(executor);
    }

    static EventLoopGroup startGroup(String name, int loops, ThreadFactory threads) {
        return LoopGroup.start(name, loops, threads);
    }

    static @Nullable EventLoop currentLoop() {
        return Execution.currentLoop();
    }

    static EventLoop requireLoop(String operation) {
        return Execution.requireLoop(operation);
    }

    static <T> T run(Awaitable<T> main) {
        return Completions.run(main);
    }

    // ------------------------------------------------------------------ tasks

    static <T> Task<T> completed(T value) {
        return new CompletedTask<>(value, null);
    }

    static <T> AsyncGenerator<T> noElements() {
        return GeneratorFrame.done();
    }

    static Task<Void> done() {
        return CompletedTask.DONE;
    }

    static <T> Task<T> failed(Throwable failure) {
        return new CompletedTask<>((@Nullable T) null, failure);
    }

    static <T> Task<T> ofBlock(AsyncBlock<T, ?> block) {
        return new BlockFrame<>(block);
    }

    static <T> Awaitable<T> ofStage(CompletionStage<T> stage) {
        return StageAwait.awaitable(stage);
    }

    static @Nullable Waiter currentWaiter() {
        return Execution.currentWaiter();
    }

    static ScheduledTask<?> currentTask() {
        return Execution.currentTask();
    }

    // ------------------------------------------------------------------ operations

    static Awaitable<Void> sleep(Duration duration) {
        return new Sleep(duration);
    }

    static Awaitable<Void> shutdownBegins(Duration limit) {
        return new ShutdownWait(limit);
    }

    static Awaitable<Void> yieldNow() {
        return Yield.NOW;
    }

    static void reach(String faultPoint) {
        PlantedFaults.reach(faultPoint);
    }

    static Awaitable<Void> awaitReach(String faultPoint) {
        return PlantedFaults.awaitReach(faultPoint);
    }

    static <T> Awaitable<T> waitFor(Awaitable<T> awaitable, Duration timeout) {
        return new WaitFor<>(awaitable, timeout);
    }

    static <T> Awaitable<T> blocking(@Nullable Executor executor, CallableOp<T, ?> call) {
        return new BlockingCall<>(executor, call);
    }

    private static final String[] PLACES = {"first", "second", "third", "fourth", "fifth"};

    /** The arguments of a gather, none of which is null. */
    static List<Awaitable<?>> parts(Awaitable<?>... parts) {
        for (int i = 0; i < parts.length; i++) {
            Objects.requireNonNull(parts[i], PLACES[i]);
        }
        return List.of(parts);
    }

    /** The list of a gather, in which nothing is null. */
    static <A extends Awaitable<?>> List<A> parts(List<A> parts) {
        int place = 0;
        for (A part : Objects.requireNonNull(parts, "parts")) {
            if (part == null) {
                throw new NullPointerException("parts: element " + place + " is null");
            }
            place++;
        }
        return List.copyOf(parts);
    }

    /** Gathers into a type that is made of the results. */
    static <R> Awaitable<R> gather(List<? extends Awaitable<?>> parts, Function<Results, R> combine) {
        return new Gather<>(parts, all -> combine.apply(new Results(all)));
    }

    /** Gathers into a list. */
    @SuppressWarnings("unchecked") // each result is what its part gave
    static <T> Awaitable<List<T>> gather(List<? extends Awaitable<? extends T>> parts) {
        return new Gather<>(parts, all -> (List<T>) all);
    }

    /** The results of a gather, in argument order. */
    record Results(List<Object> all) {
        /** The result at a place, of the type that the caller knows from the argument there. */
        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
        <T> T at(int place) {
            return (T) all.get(place);
        }
    }

    /** The parts of a gather that are stages, none of which is null. */
    static List<Awaitable<?>> stages(CompletionStage<?>... stages) {
        for (int i = 0; i < stages.length; i++) {
            Objects.requireNonNull(stages[i], PLACES[i]);
        }
        List<Awaitable<?>> parts = new ArrayList<>(stages.length);
        for (CompletionStage<?> stage : stages) {
            parts.add(ofStage(stage));
        }
        return parts;
    }

    /** The stages of a collection, in which nothing is null. */
    static <T> List<Awaitable<? extends T>> stages(
            String name, Collection<? extends CompletionStage<? extends T>> stages) {
        List<Awaitable<? extends T>> parts = new ArrayList<>();
        for (CompletionStage<? extends T> stage : Objects.requireNonNull(stages, name)) {
            if (stage == null) {
                throw new NullPointerException(name + ": element " + parts.size() + " is null");
            }
            parts.add(ofStage(stage));
        }
        return parts;
    }

    /**
     * The stages of all collections. They are a variable number so that this form is considered last: a list whose elements have no type,
     * such as that of {@code gather(List.of())}, is then one of awaitables, and not ambiguous.
     */
    static <T> List<Awaitable<? extends T>> stages(
            String name, Collection<? extends CompletionStage<? extends T>>[] collections) {
        List<Awaitable<? extends T>> parts = new ArrayList<>();
        for (Collection<? extends CompletionStage<? extends T>> stages : Objects.requireNonNull(collections, name)) {
            parts.addAll(stages(name, stages));
        }
        return parts;
    }

    static <R> Awaitable<R> allSettled(List<? extends Awaitable<?>> parts, Function<Outcomes, R> combine) {
        return new AllSettled<>(parts, all -> combine.apply(new Outcomes(all)));
    }

    @SuppressWarnings("unchecked") // each value is what its part gave
    static <T> Awaitable<List<Outcome<T>>> allSettled(List<? extends Awaitable<? extends T>> parts) {
        return new AllSettled<>(parts, all -> (List<Outcome<T>>) (List<?>) all);
    }

    /** The outcomes of parts, in argument order. */
    record Outcomes(List<Outcome<Object>> all) {
        /** The outcome at a place, of the type that the caller knows from the argument there. */
        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
        <T> Outcome<T> at(int place) {
            return (Outcome<T>) all.get(place);
        }
    }

    static <T> Awaitable<T> any(List<? extends Awaitable<? extends T>> parts) {
        return new Race<>(parts, true);
    }

    static <T> Awaitable<T> race(List<? extends Awaitable<? extends T>> parts) {
        return new Race<>(parts, false);
    }

    static <T, R> Awaitable<R> asCompleted(
            List<? extends Awaitable<? extends T>> parts, AsCompleted.Body<T, R, ?> body) {
        return CompletingGroup.call(parts, body);
    }

    // ------------------------------------------------------------------ limits of time, and shields

    static long deadlineAround(Waiter waiter) {
        return Deadlines.around(waiter);
    }

    static TimeoutScope timeoutScope(@Nullable Duration timeout) {
        return new Scope(timeout);
    }

    static <T> Awaitable<T> shield(Awaitable<T> awaitable) {
        return (Awaitable<?>) awaitable instanceof StageAwait stage
                ? new ShieldedStage<>(stage)
                : new Shield<>(awaitable);
    }

    static <T> Awaitable<T> shield(AsyncBlock<T, ?> block) {
        return new ShieldedBlock<>(block);
    }

    // ------------------------------------------------------------------ operators of generators

    static <S, T> AsyncGenerator<T> map(AsyncGenerator<S> source, Function<? super S, ? extends T> function) {
        return new Mapped<>(source, function);
    }

    static <T> AsyncGenerator<T> filter(AsyncGenerator<T> source, Predicate<? super T> condition) {
        return new Filtered<>(source, condition);
    }

    static <T> AsyncGenerator<T> take(AsyncGenerator<T> source, long count) {
        return new Taken<>(source, count);
    }

    static <T> AsyncGenerator<T> buffer(AsyncGenerator<T> source, int size) {
        return new Buffered<>(source, size);
    }

    static <T> AsyncGenerator<List<T>> window(AsyncGenerator<T> source, int maxSize, Duration maxTime) {
        return new Windowed<>(source, maxSize, maxTime);
    }

    static <T> AsyncGenerator<T> merge(List<? extends AsyncGenerator<? extends T>> sources) {
        return Merged.of(sources);
    }

    static <T> Awaitable<List<T>> toList(AsyncGenerator<T> source) {
        return new Collected<>(source);
    }

    static <T> AsyncGenerator<T> from(Flow.Publisher<? extends T> publisher, int prefetch) {
        return new Subscribed<>(publisher, prefetch);
    }

    static <T> Flow.Publisher<T> publisher(Supplier<? extends AsyncGenerator<? extends T>> generators, EventLoop loop) {
        return new GeneratorPublisher<>(generators, loop);
    }

    // ------------------------------------------------------------------ groups

    static <R> Awaitable<R> group(
            TaskGroup.Body<R, ?> body, @Nullable BiConsumer<? super ScheduledTask<?>, ? super Throwable> onFailure) {
        return GroupCall.of(body, onFailure);
    }

    static TaskGroup openGroup(@Nullable BiConsumer<? super ScheduledTask<?>, ? super Throwable> onFailure) {
        return TryGroup.open(onFailure);
    }

    // ------------------------------------------------------------------ context

    @SuppressWarnings("unchecked") // a key is bound to values of its type alone
    static <T> @Nullable T boundTo(ContextKey<T> key) {
        return (T) Contexts.find(key);
    }

    static <R> Task<R> where(ContextKey<?> key, Object value, AsyncBlock<R, ?> block) {
        return new BoundFrame<>(key, value, block).cold();
    }

    static <R, X extends Exception> R callWhere(ContextKey<?> key, Object value, CallableOp<R, X> code) throws X {
        return Contexts.callWhere(key, value, code);
    }

    // ------------------------------------------------------------------ the styles other than await

    static <T> T block(Awaitable<T> awaitable) {
        return Completions.block(awaitable);
    }

    static <T> void onComplete(
            Awaitable<T> awaitable, BiConsumer<? super @Nullable T, ? super @Nullable Throwable> callback) {
        Completions.onComplete(awaitable, callback);
    }

    static <T> CompletableFuture<T> toFuture(Awaitable<T> awaitable) {
        return Completions.toFuture(awaitable);
    }

    // ------------------------------------------------------------------ what is asked about code

    static List<StackTraceElement> callStack() {
        return Execution.callStack();
    }

    static Awaitable<Void> dumpCallStack() {
        return new CallStackDump(Execution::callStack);
    }

    static List<Detached> detached() {
        return DetachedCoroutines.list();
    }

    static boolean isWoven(Class<?> type) {
        return Weaving.isWoven(type);
    }

    /** Makes the exception of an await that the weaver has not replaced. */
    static NotWovenException notWoven(String call) {
        return Weaving.notWoven(call);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft;

import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One thread that runs tasks: a run queue, timers, channel readiness, and an inbox for other threads.
 *
 * <p>The thread inside {@link #run} is the loop's thread. A <em>turn</em> runs what is ready, 64 steps at most, in the
 * order in which it became ready, fires the timers that are due, and asks which channels are ready. {@link #run}, {@link #spawn}, {@link #post}, {@link #stop},
 * {@link #onClose} and {@link #close} are safe from any thread; the rest says "Loop thread only." and throws elsewhere.
 */
public interface EventLoop extends AutoCloseable {
    /**
     * Makes a loop over a {@link java.nio.channels.Selector} and the system's monotonic clock.
     *
     * @return a new loop, to be closed by the caller
     */
    static EventLoop create() {
        return Engine.newLoop();
    }

    /**
     * Makes a loop with virtual time for tests, as {@link #simulated(long)}, with a seed that is drawn: each run has another order. What
     * fails says the seed.
     *
     * @return a new loop, to be closed by the caller
     */
    static SimulatedLoop simulated() {
        return Engine.newSimulatedLoop();
    }

    /**
     * Makes a loop with virtual time for tests: the clock jumps to the next deadline when nothing is ready to run, and
     * the order in which ready tasks run is a function of the seed. It watches no channels.
     *
     * <p>The order within one turn is any, on purpose: tasks spawned together, as by {@link Weft#gather}, may start, and
     * tasks whose deadlines are equal may go on, in another order than on a real loop, which is first in first out. What is posted runs in
     * the order of the posts, as there.
     *
     * <p>Calls of {@link Weft#blocking}, and of all that is made of it, such as files, are made one at a time, each while nothing on the loop
     * is ready to run, and in an order of the seed. {@link SimulatedLoop} says what of that is left to chance.
     *
     * @param seed the schedule; the same seed gives the same run
     * @return a new loop, to be closed by the caller
     */
    static SimulatedLoop simulated(long seed) {
        return Engine.newSimulatedLoop(seed);
    }

    /**
     * Makes a loop with virtual time for tests, as {@link #simulated(long)}, on which ready tasks run in the order of a real loop: first
     * in, first out. So a run on it is always the same, and shows what {@link #create()} would do, while a seed finds what another order
     * breaks.
     *
     * @return a new loop, to be closed by the caller
     */
    static SimulatedLoop simulatedInOrder() {
        return Engine.newSimulatedLoopInOrder();
    }

    /**
     * Makes a loop on a thread that somebody else runs: of Netty, of Vert.x, of Swing, or any other that has an executor.
     *
     * <pre>{@code
     * EventLoop.over(channel.eventLoop())                                    // Netty
     * EventLoop.over(work -> context.runOnContext(nothing -> work.run()))    // Vert.x
     * EventLoop.over(SwingUtilities::invokeLater)                            // Swing
     * }</pre>
     *
     * <p>The executor has a single thread, on which it runs what it is given later, one after the other. If it is a {@link
     * java.util.concurrent.ScheduledExecutorService}, as Netty's loops are, deadlines are timers of its own; else one daemon thread waits for
     * those of all such loops. {@link ForeignLoop} says what else is different.
     *
     * @param executor where the loop makes its turns; it stays the caller's
     * @return a new loop, to be closed by the caller before the executor is shut down
     * @throws IllegalArgumentException if the executor says that it has several threads, as pools of the JDK do, or runs in place what it is
     *     given. One of which that shows later is given up then, as one that refuses what it is given: when a turn comes back to a thread from
     *     which the turns had gone
     * @throws java.util.concurrent.RejectedExecutionException if it is shut down
     */
    static ForeignLoop over(Executor executor) {
        return Engine.newLoopOver(Objects.requireNonNull(executor, "executor"));
    }

    /**
     * Returns the loop whose thread this is. Any thread.
     *
     * @return the loop that is running on the calling thread, or null
     */
    static @Nullable EventLoop current() {
        return Engine.currentLoop();
    }

    /**
     * Runs the loop on the calling thread until {@code main} ends. Tasks that are still running then stay, for the next
     * {@code run} or for {@link #close()}. If the calling thread is interrupted, {@code main} is cancelled.
     *
     * @param main what to run; a task is started
     * @return the result of {@code main}; what it throws is thrown as the same object
     * @param <T> the type of the result
     * @throws IllegalStateException if the loop is closed or running, or if another loop runs on this thread
     * @throws java.util.concurrent.CancellationException if {@code main} was cancelled, for example by {@link #stop()}
     */
    <T> T run(Awaitable<T> main);

    /**
     * Starts a task in the background. Any thread; the task first runs in a later turn.
     *
     * <p>Another thread than the loop's waits for the result with {@link ScheduledTask#block()}, or takes {@link
     * ScheduledTask#toCompletableFuture()}. How far it is when the task fails no turn can tell, so it has a second to ask for the failure
     * before that is reported ({@link #setExceptionHandler}).
     *
     * @param task what to run
     * @return the running task
     * @param <T> the type of its result
     * @throws IllegalStateException if the loop is closed, or the task was awaited or spawned before
     */
    <T> ScheduledTask<T> spawn(Awaitable<T> task);

    /**
     * Starts a task with a name of its own. Any thread.
     *
     * @param name how dumps and reports call the task
     * @param task what to run
     * @return the running task
     * @param <T> the type of its result
     * @throws IllegalStateException if the loop is closed, or the task was awaited or spawned before
     */
    <T> ScheduledTask<T> spawn(String name, Awaitable<T> task);

    /**
     * Starts a task with a priority of its own: before the others that are ready, or after them. Any thread.
     *
     * @param name how dumps and reports call the task
     * @param task what to run
     * @param priority what it has for life, and what it spawns unless that is given another
     * @return the running task
     * @param <T> the type of its result
     * @throws IllegalStateException if the loop is closed, or the task was awaited or spawned before
     */
    <T> ScheduledTask<T> spawn(String name, Awaitable<T> task, Priority priority);

    /**
     * Starts a task in the name of another one, as a server does for each connection. Loop thread only. Dumps and traces show that task as
     * the one that has spawned it, at the line that has spawned that task. It has the priority of that task, and nothing else ties them: not context, nor cancellation.
     *
     * @param name gives how dumps and reports call the task, each time that they want to know; called on any thread
     * @param task what to run
     * @param spawner a task of this loop, which may have ended
     * @return the running task
     * @param <T> the type of its result
     * @throws IllegalArgumentException if the spawner is no task of this loop
     * @throws IllegalStateException on another thread, if the loop is closed, or the task was awaited or spawned before
     */
    <T> ScheduledTask<T> spawn(Supplier<String> name, Awaitable<T> task, ScheduledTask<?> spawner);

    /**
     * Makes a task that waits for a stage in the background, as {@link #spawn(Awaitable)}. Cancelling the task cancels the stage. Any
     * thread.
     *
     * @param stage what to wait for
     * @return the running task
     * @param <T> the type of its result
     * @throws IllegalStateException if the loop is closed
     */
    default <T> ScheduledTask<T> spawn(CompletionStage<T> stage) {
        return spawn(Awaitable.of(stage));
    }

    /**
     * Makes a task with a name that waits for a stage, as {@link #spawn(CompletionStage)}. Any thread.
     *
     * @param name how dumps and reports call the task
     * @param stage what to wait for
     * @return the running task
     * @param <T> the type of its result
     * @throws IllegalStateException if the loop is closed
     */
    default <T> ScheduledTask<T> spawn(String name, CompletionStage<T> stage) {
        Objects.requireNonNull(name, "name");
        return spawn(name, Awaitable.of(stage));
    }

    /**
     * Runs an action on the loop's thread, in a later turn, and after those that this thread has posted before. Any thread. What it throws
     * is logged.
     *
     * @param action must not block
     * @throws IllegalStateException if the loop is closed
     */
    void post(Runnable action);

    /**
     * Cancels every task that there is now, {@code main} included; {@link #run} returns when {@code main} has unwound. Where no thread runs
     * the loop, the tasks learn of it in the next run, whose own {@code main} goes on. Any thread.
     */
    void stop();

    /**
     * Cancels every task that is left, runs the loop until they have ended, closes what is still open of what the loop has opened, such as
     * connections and servers, and releases the selector. Whoever waits for something of that is told by its failure. Idempotent: a thread
     * that calls it while another one closes the loop waits until that is done, and on the thread of a loop it returns at once. Must not be
     * called from inside {@link #run}.
     *
     * @throws IllegalStateException if the loop is running, or another one on the calling thread; the message says what to do
     */
    @Override
    void close();

    /**
     * Whether {@link #close()} has ended the loop, which then runs nothing any more. Any thread.
     *
     * @return true from the end on
     */
    boolean isClosed();

    /**
     * Has an action run when the loop closes, for what must not stay open beyond it: after its tasks have ended, on its thread, what was
     * given last first. What the action throws is logged, and the others run all the same; one that lacks memory or stack is run again.
     * Streams and servers are closed so by themselves.
     * Any thread.
     *
     * @param action what to run; must not block
     * @return what takes the action back, to be run on any thread when there is nothing left to do; idempotent
     * @throws IllegalStateException if the loop is closed
     */
    Runnable onClose(Runnable action);

    /**
     * Sets whom to tell of the failure of a background task that nobody has seen: a spawned task that fails while no one waits for it, and
     * for which nobody asks until the turn has ended; so does the task that serves a connection. It is told at once, and not when the task
     * is collected, also where somebody refers to the task and would await it later; who does then gets the failure as ever. A cancellation
     * that somebody has asked the task for is no failure, but what failed while it ended by that is: it is suppressed in the cancellation,
     * and told here where nobody gets that. So is what a structured call has no exception to tell of it by, such as a loser of {@link
     * Weft#race}. As asyncio's {@code set_exception_handler}; any thread.
     *
     * <p>The failure of a task that another thread has spawned is told when nobody has asked for it within a second, or before the loop
     * closes; on a simulated loop, whose time says nothing about another thread, when it closes. Who has spawned tasks before the loop
     * runs, and then runs it, is no other thread.
     *
     * <p>Without a handler the log {@code dev.weft} has a warning with the failure and the line of the spawn.
     *
     * @param handler called on the loop's thread between two steps, once for each failure; must not block. What it throws is logged, and
     *     the failure too. Null for the log
     */
    void setExceptionHandler(@Nullable Consumer<? super UnseenFailure> handler);

    /**
     * Sets after what time tasks are reported that were cancelled and have not ended, because they swallow the cancellation or take long to
     * clean up; and what keeps {@link #close()} from ending. The log {@code dev.weft} has a warning then, and another one each time
     * when twice as long has passed, with the name of each task, who cancelled it, whether it is cleaning up, and where it stands. Ten
     * seconds unless set. Any thread.
     *
     * <p>On a simulated loop the time is virtual. Where nothing can happen on it any more, {@code run} and {@code close()}
     * fail at once with a {@link DeadlockException}.
     *
     * @param time the time; holds for what is cancelled afterwards
     * @throws IllegalArgumentException if the time is not positive
     */
    void reportUnendedAfter(Duration time);

    /**
     * Returns what the loop has done so far, and what it has to do: how busy it is, and how late. Any thread, also while the loop is in the
     * middle of something long; it costs the loop nothing.
     *
     * @return the numbers of this moment
     */
    LoopMetrics metrics();

    /**
     * Has a listener told of each turn that ends from now on. Any thread. A loop without listeners pays nothing for them.
     *
     * @param listener whom to tell, on the loop's thread
     * @return what takes the listener back, on any thread; idempotent
     */
    Runnable addListener(LoopListener listener);

    /**
     * Returns the loop's clock: monotonic, and virtual on a simulated loop. All other loops of the process have one clock, that of {@link
     * System#nanoTime()}, so what one of them has taken may be compared on another. Any thread.
     *
     * @return nanoseconds since an arbitrary origin
     */
    long nanoTime();

    /**
     * Returns what draws lots for the code on this loop, such as the jitter of a {@link dev.weft.sync.Backoff}. On a simulated loop they
     * are a function of its seed, so use it for what is random in code under test. Loop thread only; while no thread runs the loop, that
     * of whoever is about to.
     *
     * @return a generator, not for secrets
     * @throws IllegalStateException if another thread runs the loop, or it is closed
     */
    default RandomGenerator random() {
        return ThreadLocalRandom.current();
    }

    /**
     * Whether the calling thread is inside {@link #run} of this loop. Any thread.
     *
     * @return true on the loop's thread
     */
    boolean isLoopThread();

    /**
     * Returns the coroutine whose code is running, as {@link Waiter#current()} does, if this is the loop's thread. Any thread.
     *
     * @return the coroutine; null on another thread, and where no coroutine runs
     */
    default @Nullable Waiter running() {
        return isLoopThread() ? Waiter.current() : null;
    }

    /**
     * Returns the tasks that have not ended, in the order they were spawned, {@code main} first. Loop thread only.
     *
     * @return a snapshot
     */
    List<ScheduledTask<?>> tasks();

    /**
     * Returns the tasks that another one has spawned, or that were spawned in its name, and that have not ended, in the order they were
     * spawned. Whoever wants to cancel them some day asks for them then: a task that somebody holds is never found to be lost. Looks at all
     * tasks of the loop. Loop thread only.
     *
     * @param spawner a task of this loop, which may have ended
     * @return a snapshot
     * @throws IllegalArgumentException if the spawner is no task of this loop
     */
    List<ScheduledTask<?>> spawnedBy(ScheduledTask<?> spawner);

    /**
     * Watches a channel for readiness. Loop thread only. A channel may be watched several times, also by several loops, and after {@link
     * Registration#cancel()} again at once, also by the handler: each watcher has an interest of its own, and those of one loop are told in
     * the order in which they came. The channel stays the caller's: the end of the loop stops the watching, and closes nothing.
     *
     * @param channel a channel in non-blocking mode
     * @param interest bits of {@link java.nio.channels.SelectionKey}
     * @param onReady called on the loop's thread with the bits that are ready, while the interest stays set; what it
     *     throws is logged
     * @return the registration, through which the interest is changed
     * @throws ClosedChannelException if the channel is closed
     * @throws IllegalStateException if the channel is in blocking mode
     * @throws IllegalArgumentException if a channel of this kind is never ready for that, or its selector provider is another
     * @throws UnsupportedOperationException if the loop watches no channels, as a simulated one
     */
    Registration watch(SelectableChannel channel, int interest, IntConsumer onReady) throws ClosedChannelException;
}

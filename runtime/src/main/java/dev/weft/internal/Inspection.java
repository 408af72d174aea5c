// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.Awaitable;
import dev.weft.ScheduledTask;
import dev.weft.WaitDescription;
import dev.weft.abi.Frame;
import dev.weft.abi.Packages;
import dev.weft.abi.StageAwait;
import dev.weft.internal.stack.TracedCoroutine;
import dev.weft.spi.Compound;
import dev.weft.spi.Lapse;
import dev.weft.spi.ServedRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A coroutine as dumps see it: what its fields say, read as they are. On its loop's thread, or while that stands still, all of it is of one
 * moment; on another thread the {@link #steps} before and after say whether it was. Runs no code of the user.
 */
public final class Inspection {
    /** The packages of what waits for peers. */
    private static final Set<String> PEERS = Set.of(
            "dev.weft.cluster",
            "dev.weft.file",
            "dev.weft.http",
            "dev.weft.http.websocket",
            "dev.weft.io",
            "dev.weft.net",
            "dev.weft.process");

    private final RunningCoroutine coroutine;
    private final long number;

    /** Of a task that its loop has not taken in, how it was spawned; null for all others. */
    private final @Nullable OutsideSpawn arriving;

    private Inspection(RunningCoroutine coroutine, long number, @Nullable OutsideSpawn arriving) {
        this.coroutine = coroutine;
        this.number = number;
        this.arriving = arriving;
    }

    static Inspection of(SpawnedTask<?> task) {
        return new Inspection(task, Integer.toUnsignedLong(task.number()), null);
    }

    static Inspection of(OutsideSpawn arriving) {
        return new Inspection(arriving.task, Integer.toUnsignedLong(arriving.task.number()), arriving);
    }

    static Inspection of(RunningCoroutine coroutine) {
        return coroutine instanceof SpawnedTask<?> task
                ? of(task)
                : of((DetachedCoroutine) coroutine, ((DetachedCoroutine) coroutine).number());
    }

    static Inspection of(DetachedCoroutine coroutine, long number) {
        return new Inspection(coroutine, number, null);
    }

    // ------------------------------------------------------------------ which one it is

    /**
     * Returns the number of its loop.
     *
     * @return the number; 0 without a loop
     */
    public int loop() {
        return coroutine instanceof SpawnedTask<?> task ? task.loop.entry.number : 0;
    }

    /**
     * Returns its number among those of its loop, or those without one.
     *
     * @return the number
     */
    public long number() {
        return number;
    }

    /**
     * Returns its id in dumps.
     *
     * @return the numbers of the loop and of the coroutine
     */
    public String id() {
        return id(loop(), number);
    }

    private static String id(int loop, long number) {
        return loop + "." + number;
    }

    /**
     * Returns the id of a task, if something is one.
     *
     * @param object perhaps a task of this runtime, or a coroutine without a loop
     * @return the id, or null
     */
    public static @Nullable String idOf(@Nullable Object object) {
        if (object instanceof SpawnedTask<?> task) {
            return id(task.loop.entry.number, Integer.toUnsignedLong(task.number()));
        }
        return object instanceof DetachedCoroutine detached && detached.number() > 0 ? id(0, detached.number()) : null;
    }

    /**
     * Returns its name.
     *
     * @return the name
     */
    public String name() {
        return coroutine instanceof SpawnedTask<?> task ? task.name() : "detached-" + number;
    }

    /**
     * Returns the id of the task of which it is a part, or else of that which has spawned it.
     *
     * @return the id, of a task that may have ended; null if no task of its loop has made it
     */
    public @Nullable String parent() {
        if (!(coroutine instanceof SpawnedTask<?> task)) {
            return null;
        }
        String whole = idOf(task.whole());
        int spawner = task.spawner();
        return whole != null || spawner == 0 ? whole : id(task.loop.entry.number, Integer.toUnsignedLong(spawner));
    }

    /**
     * Returns the line that spawned it.
     *
     * @return the line, or null
     */
    public @Nullable StackTraceElement site() {
        return coroutine.spawnSite();
    }

    /**
     * Returns what {@link #site} is read from.
     *
     * @return equal objects for tasks that the same line spawned; null if nobody knows
     */
    public @Nullable Object origin() {
        return coroutine instanceof SpawnedTask<?> task ? task.origin() : null;
    }

    /**
     * Returns the request of another node that it serves.
     *
     * @return what the name is that it was given; null if it serves none
     */
    public @Nullable ServedRequest served() {
        return coroutine instanceof SpawnedTask<?> task ? task.servedRequest() : null;
    }

    // ------------------------------------------------------------------ where it is

    /**
     * Returns the coroutine, for what knows call stacks.
     *
     * @return the coroutine
     */
    public TracedCoroutine coroutine() {
        return coroutine;
    }

    /**
     * Says whether it has ended.
     *
     * @return true when nothing of it is left to see
     */
    public boolean hasEnded() {
        return coroutine instanceof SpawnedTask<?> task && task.isReady();
    }

    /**
     * Says whether its code is on a thread.
     *
     * @return true in the middle of a step
     */
    public boolean isRunning() {
        return coroutine instanceof DetachedCoroutine detached ? !detached.isSuspended() : coroutine.running() != null;
    }

    /**
     * Says whether it waits.
     *
     * @return false if it can go on, or has not started
     */
    public boolean isSuspended() {
        return !isRunning()
                && coroutine.pending() != null
                && !(coroutine instanceof SpawnedTask<?> task && task.isQueued());
    }

    /**
     * Says whether no step has begun.
     *
     * @return true before the first one
     */
    public boolean isNew() {
        return coroutine instanceof SpawnedTask<?> task && task.isUnstarted();
    }

    /**
     * Returns the frame that is suspended innermost, or that awaits what is on the Java stack.
     *
     * @return the frame, or null
     */
    public @Nullable Frame<?> frame() {
        Frame<?> onJavaStack = ownThread() == null ? coroutine.running() : coroutine.leaf();
        return onJavaStack == null ? coroutine.leaf() : TracedCoroutine.parentOf(onJavaStack);
    }

    /**
     * Returns the frame whose body is outermost on the Java stack, while a step runs.
     *
     * @return the frame; null if none is seen
     */
    public @Nullable Frame<?> running() {
        return coroutine.running();
    }

    /**
     * Returns the thread on whose Java stack it is suspended, as for a debugger.
     *
     * @return the thread; null if its frames are on the heap, or it runs
     */
    public @Nullable Thread ownThread() {
        return coroutine.running() == null ? coroutine.ownThread() : null;
    }

    /**
     * Returns how many steps it has made.
     *
     * @return the number
     */
    public long steps() {
        return Integer.toUnsignedLong(coroutine.steps());
    }

    /**
     * Returns how long ago it was spawned.
     *
     * @param now the time on its loop's clock
     * @return nanoseconds; -1 if nobody knows
     */
    public long ageNanos(long now) {
        return coroutine instanceof SpawnedTask<?> task ? Math.max(0, now - made(task)) : -1;
    }

    private long made(SpawnedTask<?> task) {
        return arriving != null ? arriving.made : task.loop.births.timeOf(task.number(), task.loop.turns.meter.begun());
    }

    /**
     * Returns for how long it has waited, exact to some milliseconds; for how long it has run, not more than the turn has taken.
     *
     * @param now the time on its loop's clock
     * @return nanoseconds; -1 if it is ready to run, or nobody knows
     */
    public long stateNanos(long now) {
        if (!(coroutine instanceof SpawnedTask<?> task)) {
            return -1;
        }
        if (isRunning()) {
            return Math.max(0, now - task.loop.turns.meter.begun());
        }
        return isSuspended() ? Turns.nanosSince(task.restsSince(), now) : -1;
    }

    /**
     * Returns how often it was asked to cancel.
     *
     * @return the number of requests that were not taken back
     */
    public int cancelling() {
        return coroutine instanceof ScheduledTask<?> task ? task.cancelling() : 0;
    }

    /**
     * Says whether the garbage collector has proved that nobody can have it go on.
     *
     * @return true if it is lost
     */
    public boolean isLost() {
        return coroutine instanceof SpawnedTask<?> task && task.isLost();
    }

    /** Says whether it would be lost if nobody held it, and is not known to be. */
    boolean mayBeLost() {
        Awaitable<?> awaited = coroutine.pending();
        return awaited != null && isSuspended() && isLoosable(awaited) && !isLost();
    }

    /**
     * Whether it is to be looked into who holds those who wait for something: the runtime's own awaitables hold them strongly, of others
     * nobody knows. Time, threads and selectors hold whoever waits for them, so the many who do are left alone.
     */
    private static boolean isLoosable(Awaitable<?> awaited) {
        Class<?> type = awaited.getClass();
        if (Packages.isOfRuntime(type) && awaited instanceof Compound several) {
            return several.awaitables().stream().allMatch(Inspection::isLoosable);
        }
        return Packages.isOfRuntime(type)
                && !(awaited instanceof Lapse)
                && !(awaited instanceof BlockingCall<?>)
                && !PEERS.contains(type.getPackageName());
    }

    /** The task. */
    SpawnedTask<?> task() {
        return (SpawnedTask<?>) coroutine;
    }

    // ------------------------------------------------------------------ what it waits for

    /**
     * Returns what it waits for.
     *
     * @return the awaitable; null if it does not wait
     */
    public @Nullable Awaitable<?> awaited() {
        return coroutine.pending();
    }

    /**
     * Describes what it waits for, without a call of the user's code.
     *
     * @return the description; null if it does not wait
     */
    public @Nullable WaitDescription waitsFor() {
        Awaitable<?> awaited = coroutine.pending();
        if (awaited == null) {
            return null;
        }
        return Packages.isOfRuntime(awaited.getClass())
                ? RunningCoroutine.described(awaited)
                : WaitDescription.of("awaitable", awaited.getClass().getName());
    }

    /**
     * Returns the coroutines that have to act before its wait is over.
     *
     * @param wait what {@link #waitsFor} has said
     * @return their ids: of the task it awaits, of the parts of a call, of who holds a lock; of a select those of all its clauses, of which
     *     one may be enough
     */
    public List<String> tasksAwaited(WaitDescription wait) {
        List<String> ids = new ArrayList<>(1);
        addTasks(coroutine.pending(), wait, ids);
        return ids;
    }

    private static void addTasks(@Nullable Awaitable<?> awaited, WaitDescription wait, List<String> to) {
        if (awaited instanceof Compound several && Packages.isOfRuntime(awaited.getClass())) {
            several.awaitables().stream()
                    .filter(part -> Packages.isOfRuntime(part.getClass())) // of users' own nothing is asked
                    .forEach(part -> addTasks(part, RunningCoroutine.described(part), to));
        }
        if (awaited instanceof StructuredCall call) {
            for (SpawnedTask<?> part : call.awaited()) {
                addId(part, to);
            }
        }
        if (awaited instanceof StageAwait stage) {
            addId(stage.coroutine(), to);
        }
        addId(wait.owner(), to);
    }

    private static void addId(@Nullable Object task, List<String> to) {
        String id = task instanceof SpawnedTask<?> spawned && spawned.isReady() ? null : idOf(task);
        if (id != null && !to.contains(id)) {
            to.add(id);
        }
    }

    /**
     * Returns the thread that runs the blocking call for which it waits.
     *
     * @return the thread; null if it waits for none, or none runs it
     */
    public @Nullable Thread worker() {
        return coroutine.pending() instanceof BlockingCall<?> call ? call.thread() : null;
    }

    /**
     * Returns who waits for its end and is no coroutine.
     *
     * @return their names
     */
    public List<String> otherWaiters() {
        List<String> names = new ArrayList<>(0);
        if (coroutine instanceof SpawnedTask<?> task) {
            for (Object waiter : task.waitersShown()) {
                if (waiter instanceof Settlement<?> settlement) {
                    names.add(settlement.whose());
                }
            }
        }
        return names;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.Awaitable;
import dev.weft.CallableOp;
import dev.weft.EventLoop;
import dev.weft.EventLoopGroup;
import dev.weft.internal.stack.CallStacks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Loops that were started together. */
public final class LoopGroup implements EventLoopGroup {
    private final String name;
    private final List<GroupLoop> members;
    private final List<EventLoop> loops;
    private final CountDownLatch running;
    private final AtomicInteger turn = new AtomicInteger();

    private LoopGroup(String name, List<SelectorEventLoop> loops, @Nullable Object site) {
        this.name = name;
        this.loops = List.copyOf(loops);
        this.running = new CountDownLatch(loops.size());
        this.members = loops.stream()
                .map(loop -> new GroupLoop(toString(), loop, site, running::countDown))
                .toList();
    }

    /**
     * Starts the loops, as {@link EventLoopGroup#start(String, int, ThreadFactory)} says: all of them or none.
     *
     * @param name the name of the group
     * @param loops how many
     * @param threads makes a thread for each
     * @return the group
     */
    public static LoopGroup start(String name, int loops, ThreadFactory threads) {
        if (loops < 1) {
            throw new IllegalArgumentException(
                    "a group of " + loops
                            + " loops; it needs at least one, such as one for each of the Runtime.getRuntime().availableProcessors()");
        }
        List<SelectorEventLoop> opened = new ArrayList<>();
        int started = 0;
        try {
            for (int i = 0; i < loops; i++) {
                opened.add(new SelectorEventLoop());
            }
            LoopGroup group = new LoopGroup(name, opened, CallStacks.callerOfRuntime());
            for (Thread thread : group.threads(threads)) {
                thread.start();
                started++;
            }
            return group;
        } catch (Throwable failed) { // rethrown
            opened.subList(0, started).forEach(EventLoop::stop);
            giveUp(opened.subList(started, opened.size()));
            throw failed;
        }
    }

    /** Closes loops that no thread runs: here, or elsewhere if this is the thread of another one. */
    private static void giveUp(List<SelectorEventLoop> loops) {
        Runnable closing = () -> loops.forEach(EventLoop::close);
        if (EventLoop.current() == null) {
            closing.run();
        } else {
            CompletableFuture<Void> unused = CompletableFuture.runAsync(closing);
        }
    }

    private List<Thread> threads(ThreadFactory factory) {
        List<Thread> threads = new ArrayList<>();
        for (GroupLoop member : members) {
            Thread thread = factory.newThread(member);
            if (thread == null || thread.getState() != Thread.State.NEW || threads.contains(thread)) {
                throw new IllegalStateException("the thread factory of " + this + " gave " + thread
                        + "; each loop needs a new thread of its own that has not been started");
            }
            thread.setName(name + '-' + (threads.size() + 1));
            threads.add(thread);
        }
        return threads;
    }

    @Override
    public List<EventLoop> loops() {
        return loops;
    }

    @Override
    public EventLoop next() {
        int first = turn.getAndIncrement();
        for (int i = 0; i < loops.size(); i++) {
            EventLoop loop = loops.get(Math.floorMod(first + i, loops.size()));
            if (!loop.isClosed()) {
                return loop;
            }
        }
        throw new IllegalStateException("all loops of " + this + " have ended; start another group");
    }

    @Override
    public <T> T run(Awaitable<T> main) {
        Objects.requireNonNull(main, "main");
        refuseOnLoop("run(...)", "await the task, or spawn it on next()");
        return calling(() ->
                ForgottenWork.failsAtEndOf(() -> next().spawn("main", main).block()));
    }

    @Override
    public void stop() {
        members.forEach(GroupLoop::stop);
    }

    @Override
    public boolean join(Duration limit) throws InterruptedException {
        if (limit.isNegative()) {
            throw new IllegalArgumentException("join(...) of " + this + " for " + limit);
        }
        refuseOnLoop("join(...)", "wait on a thread that runs no loop");
        return calling(() -> running.await(TimeUnit.NANOSECONDS.convert(limit), TimeUnit.NANOSECONDS));
    }

    @Override
    public void close() {
        refuseOnLoop("close()", "call stop(), which does not wait");
        stop();
        calling(() -> ForgottenWork.failsAtEndOf(this::waitForEnd));
    }

    /** Waits as one of the {@link GroupCallers}. */
    private <T, X extends Exception> T calling(CallableOp<T, X> wait) throws X {
        GroupCallers.OF_PROCESS.begins(this);
        try {
            return wait.call();
        } finally {
            GroupCallers.OF_PROCESS.ends();
        }
    }

    @SuppressWarnings("NullAway") // Void
    private Void waitForEnd() {
        boolean interrupted = false;
        while (running.getCount() > 0) {
            try {
                running.await();
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return null;
    }

    /** Whether one of its loops has ended, and with that all do, unless that one alone was stopped. Any thread. */
    boolean isEnding() {
        return loops.stream().anyMatch(EventLoop::isClosed);
    }

    private void refuseOnLoop(String operation, String remedy) {
        if (EventLoop.current() != null) {
            throw new IllegalStateException(operation + " of " + this + " would block the event loop of thread \""
                    + Thread.currentThread().getName() + "\". There, " + remedy + '.');
        }
    }

    /** The name, for messages. */
    @Override
    public String toString() {
        return "group \"" + name + '"';
    }
}

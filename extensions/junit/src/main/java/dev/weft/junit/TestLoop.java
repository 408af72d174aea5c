// SPDX-License-Identifier: Apache-2.0
package dev.weft.junit;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.UnseenFailure;
import dev.weft.spi.Fence;
import dev.weft.spi.Sneaky;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The loop of one test: runs what awaits within the limit of time, and looks at the end what was left. Thread of the test only. */
final class TestLoop {
    /** How many turns tasks get to end that the test has cancelled. */
    private static final int TURNS = 1000;

    private final EventLoop loop;
    private final Settings settings;
    private final @Nullable Replay replay;
    private final List<UnseenFailure> unseen = new ArrayList<>();

    /** What callbacks, posted actions and the like have thrown, which has no caller. */
    private final List<TestFailure> reported = new ArrayList<>();

    /** Whether the test has left its thread interrupted. */
    private boolean isInterrupted;

    TestLoop(EventLoop loop, Settings settings, @Nullable Replay replay) {
        this.loop = loop;
        this.settings = settings;
        this.replay = replay;
        loop.setExceptionHandler(unseen::add);
    }

    EventLoop loop() {
        return loop;
    }

    /** Runs a method of the test, which throws what it throws. */
    void run(String name, Awaitable<?> method) {
        setInterruptAside();
        TimeLimit.run(name, loop, settings.timeout(), () -> listening(() -> loop.run(method)));
    }

    private void listening(Runnable code) {
        Fence.listening((what, thrown) -> reported.add(new TestFailure(what, thrown)), code);
    }

    /** What has ended before may have left its thread interrupted, which would cancel what runs next on the loop. */
    private void setInterruptAside() {
        isInterrupted |= Thread.interrupted();
    }

    /** Adds to a failure how to see it again. */
    void explain(Throwable failure) {
        if (replay != null) {
            replay.addTo(failure);
        }
    }

    /**
     * The last of the test: closes the loop, and fails if something was left that nobody has seen. Leaves the thread interrupted if the test
     * has; JUnit puts that down before the next one.
     */
    void end(String test, boolean hasFailed) {
        setInterruptAside();
        try {
            Throwable failure = failureAtEnd(test, hasFailed);
            if (failure != null) {
                explain(failure);
                throw Sneaky.rethrow(failure);
            }
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private @Nullable Throwable failureAtEnd(String test, boolean hasFailed) {
        Throwable failure = null;
        try {
            if (!hasFailed) {
                failIfTasksAreLeft(test);
            }
        } catch (TestFailure left) {
            failure = left;
        }
        try {
            TimeLimit.run("Closing the loop of " + test, loop, settings.timeout(), () -> listening(loop::close));
            failIfUnseen();
            failIfReported();
        } catch (Throwable thrown) {
            failure = added(failure, thrown);
        }
        return failure;
    }

    private static Throwable added(@Nullable Throwable first, Throwable second) {
        if (first == null) {
            return second;
        }
        first.addSuppressed(second);
        return first;
    }

    private void failIfTasksAreLeft(String test) {
        List<ScheduledTask<?>> tasks = Tasks.of(loop);
        for (int turn = 0; turn < TURNS && tasks.stream().anyMatch(TestLoop::isAboutToEnd); turn++) {
            tasks = Tasks.of(loop);
        }
        List<ScheduledTask<?>> left =
                tasks.stream().filter(task -> task.cancelling() == 0).toList();
        if (!left.isEmpty()) {
            String heading =
                    test + " leaves " + Tasks.count(left) + " behind. Await, or cancel and await, what a test starts";
            throw new TestFailure(Tasks.dump(heading), null);
        }
    }

    private static boolean isAboutToEnd(ScheduledTask<?> task) {
        return task.cancelling() > 0 && task.state() == ScheduledTask.State.READY;
    }

    private void failIfUnseen() {
        if (!unseen.isEmpty()) {
            UnseenFailure first = unseen.get(0);
            TestFailure failure = new TestFailure(first.toString(), first.failure());
            unseen.stream().skip(1).forEach(more -> failure.addSuppressed(more.failure()));
            throw failure;
        }
    }

    private void failIfReported() {
        if (!reported.isEmpty()) {
            TestFailure first = reported.get(0);
            reported.stream().skip(1).forEach(first::addSuppressed);
            throw first;
        }
    }
}

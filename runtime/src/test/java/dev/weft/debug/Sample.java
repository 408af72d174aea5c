// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A task of a dump that a test makes by hand. It is suspended at a line of {@code demo.Demo} since 4 s, unless the test says otherwise. */
final class Sample {
    private static final long MILLI = 1_000_000;

    private final String id;
    private final String name;
    private int count = 1;
    private TaskInfo.State state = TaskInfo.State.SUSPENDED;
    private @Nullable Span since = Span.of(4_000 * MILLI);
    private long steps = 2;
    private @Nullable String parent;
    private @Nullable FrameInfo spawn;
    private List<FrameInfo> stack;
    private @Nullable WaitInfo wait;
    private List<String> awaitedBy = List.of();
    private boolean moving;
    private boolean lost;
    private int cancelling;
    private @Nullable String serves;
    private @Nullable String caller;

    private Sample(String id, String name, int line) {
        this.id = id;
        this.name = name;
        this.stack = List.of(frame(line));
    }

    /** A task with a number and a name, at a line. */
    static Sample task(int number, String name, int line) {
        return new Sample("1." + number, name, line);
    }

    /** A task of another loop. */
    static Sample task(String id, String name, int line) {
        return new Sample(id, name, line);
    }

    static FrameInfo frame(int line, FrameInfo.Local... locals) {
        return new FrameInfo("demo.Demo", "run", "Demo.java", line, FrameInfo.Kind.AWAIT, List.of(locals));
    }

    /** Has it wait for nothing that the dump has. */
    Sample awaits(String kind, String detail) {
        return awaits(kind, detail, new String[0]);
    }

    /** Has it wait for tasks, by their ids. */
    Sample awaits(String kind, String detail, String... tasks) {
        wait = new WaitInfo(kind, null, detail, null, List.of(tasks), null, List.of());
        return this;
    }

    /** Has it wait for tasks of loop 1. */
    Sample awaits(String kind, String detail, int... numbers) {
        return awaits(
                kind,
                detail,
                Arrays.stream(numbers).mapToObj(number -> "1." + number).toArray(String[]::new));
    }

    Sample awaits(WaitInfo awaited) {
        wait = awaited;
        return this;
    }

    /** Has it wait for another node, which is at a port of this machine, for 3 s. */
    Sample remote(String service, String node, String request) {
        RemoteInfo remote =
                new RemoteInfo(node, "127.0.0.1:780" + (node.charAt(0) - 'a'), service, request, 3_000 * MILLI);
        wait = new WaitInfo("remote", null, service, node + ' ' + remote.address(), List.of(), null, List.of(), remote);
        return this;
    }

    /** Has it serve a request of another node, which a task of that has made. */
    Sample serves(String request, @Nullable String asking) {
        serves = request;
        caller = asking;
        return this;
    }

    /** Has the wait end by itself. */
    Sample dueInMillis(long millis) {
        WaitInfo w = Objects.requireNonNull(wait);
        wait = new WaitInfo(w.kind(), w.id(), w.detail(), w.owner(), w.tasks(), millis * MILLI, w.thread(), w.remote());
        return this;
    }

    /** Has a thread work for it that is at a line. */
    Sample onThreadAt(int line) {
        WaitInfo w = Objects.requireNonNull(wait);
        wait = new WaitInfo(w.kind(), w.id(), w.detail(), w.owner(), w.tasks(), w.dueNanos(), List.of(frame(line)));
        return this;
    }

    Sample count(int tasks) {
        count = tasks;
        return this;
    }

    Sample state(TaskInfo.State now) {
        state = now;
        return this;
    }

    Sample sinceMillis(long millis) {
        since = Span.of(millis * MILLI);
        return this;
    }

    Sample steps(long number) {
        steps = number;
        return this;
    }

    Sample parent(int number) {
        parent = "1." + number;
        return this;
    }

    Sample spawnedAt(int line) {
        spawn = new FrameInfo("demo.Demo", "main", "Demo.java", line, FrameInfo.Kind.SPAWN, List.of());
        return this;
    }

    Sample stack(List<FrameInfo> frames) {
        stack = frames;
        return this;
    }

    Sample awaitedBy(List<String> waiters) {
        awaitedBy = waiters;
        return this;
    }

    Sample moving() {
        moving = true;
        return this;
    }

    Sample lost() {
        lost = true;
        return this;
    }

    Sample cancelled() {
        cancelling = 1;
        return this;
    }

    TaskInfo make() {
        return new TaskInfo(
                id,
                name,
                count,
                state,
                Span.of(5_000 * MILLI),
                since,
                steps,
                parent,
                spawn,
                stack,
                wait,
                awaitedBy,
                moving,
                lost,
                cancelling,
                serves,
                caller);
    }
}

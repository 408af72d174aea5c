// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import static dev.weft.javac.check.RuleTester.check;

import org.junit.jupiter.api.Test;

class TaskAwaitedTwiceTest {
    @Test
    void reportsASecondUseOnTheSamePath() {
        check("""
                @Async Task<Integer> locals() {
                    Task<Integer> task = work();
                    int n = await(task);
                    n += await(task); // TaskAwaitedTwice
                    var other = work();
                    return Task.of(n + await(other) + await(other)); // TaskAwaitedTwice
                }
                @Async Task<Integer> parameter(Task<Integer> task) {
                    await(task);
                    return task; // TaskAwaitedTwice
                }
                void plain(EventLoop loop, Task<Integer> a, Task<Integer> b, Task<Integer> c, Task<Integer> d) {
                    run(a);
                    loop.spawn(a); // TaskAwaitedTwice
                    b.toCompletableFuture();
                    b.block(); // TaskAwaitedTwice
                    run(gather(c, c)); // TaskAwaitedTwice
                    loop.run(d);
                    loop.run((Task<Integer>) (d)); // TaskAwaitedTwice
                }
                @Async Task<Void> inTwoCalls(Task<Integer> task) throws TimeoutException {
                    ScheduledTask<Integer> running = spawn("x", task);
                    await(waitFor(task, Duration.ZERO)); // TaskAwaitedTwice
                    return Task.done();
                }
                """);
    }

    @Test
    void isSilentAboutWhatMayBeAwaitedOften() {
        check("""
                Task<Integer> field = work();
                @Async Task<Integer> async(ScheduledTask<Integer> running, CompletableFuture<Integer> future) {
                    int n = await(running) + await(running) + await(future) + await(future);
                    Task<Integer> completed = Task.of(1);
                    n += await(completed) + await(completed);
                    Task<Integer> either = n > 1 ? Task.of(2) : Task.failed(new Exception());
                    n += await(either) + await(either);
                    Awaitable<Void> dump = dumpCallStack();
                    await(dump);
                    await(dump);
                    n += await(work()) + await(work()) + await(field) + await(field);
                    return Task.of(n);
                }
                """);
    }

    @Test
    void forgetsTheTaskWhenTheVariableIsAssigned() {
        check("""
                @Async Task<Integer> async() {
                    Task<Integer> task = work();
                    int n = await(task);
                    task = work();
                    n += await(task);
                    n += await(task = work());
                    n += await(task); // TaskAwaitedTwice
                    task = Task.of(1);
                    n += await(task) + await(task);
                    task = work();
                    n += await(task);
                    return task; // TaskAwaitedTwice
                }
                """);
    }

    @Test
    void tellsBranchesApart() {
        check("""
                @Async Task<Integer> branches(Task<Integer> task, boolean b, int n) {
                    if (b) {
                        return task;
                    }
                    int m = n > 1 ? await(task) : await(task);
                    return Task.of(m);
                }
                @Async Task<Integer> oneBranch(Task<Integer> task, boolean b) {
                    if (b) {
                        await(task);
                    }
                    boolean c = b && await(task) > 1 || b;
                    assert await(task) > 1;
                    return task;
                }
                @Async Task<Integer> bothBranches(Task<Integer> task, boolean b) {
                    if (b) {
                        await(task);
                    } else {
                        spawn(task);
                    }
                    return task; // TaskAwaitedTwice
                }
                @Async Task<Integer> elseIf(Task<Integer> task, int n) {
                    if (n == 1) await(task);
                    else if (n == 2) throw new IllegalStateException();
                    else return task;
                    return task; // TaskAwaitedTwice
                }
                @Async Task<Integer> condition(Task<Integer> task) {
                    if (await(task) > 1) {
                        return task; // TaskAwaitedTwice
                    }
                    return Task.of(1);
                }
                """);
    }

    @Test
    void tellsCasesApart() {
        check("""
                @Async Task<Integer> statement(Task<Integer> task, int n) {
                    switch (n) {
                        case 1: await(task); break;
                        case 2: await(task);
                        case 3: await(task); break;
                        default: return task;
                    }
                    return Task.of(1);
                }
                @Async Task<Integer> fallsThrough(Task<Integer> task, int n) {
                    switch (n) {
                        default:
                            await(task);
                    }
                    return task; // TaskAwaitedTwice
                }
                @Async Task<Integer> rules(Task<Integer> task, int n) {
                    switch (n) {
                        case 1 -> await(task);
                        case 2 -> { await(task); }
                    }
                    return task;
                }
                @Async Task<Integer> expression(Task<Integer> task, int n) {
                    int m = switch (n) {
                        case 1 -> await(task);
                        case 2 -> {
                            if (n > 7) yield await(task);
                            yield await(task) + 1;
                        }
                        default -> throw new IllegalStateException();
                    };
                    return task; // TaskAwaitedTwice
                }
                """);
    }

    @Test
    void looksAtLoops() {
        check("""
                @Async Task<Void> outside(Task<Integer> task, List<Integer> list) {
                    for (int i : list) {
                        await(task); // TaskAwaitedTwice
                    }
                    return Task.done();
                }
                @Async Task<Void> whileLoop(Task<Integer> task) {
                    int n = 0;
                    while (n < 2) {
                        n += await(task); // TaskAwaitedTwice
                        if (n > 7) continue;
                        n++;
                    }
                    return Task.done();
                }
                @Async Task<Void> doLoop(Task<Integer> task) {
                    do {
                        await(sleep(Duration.ZERO));
                    } while (await(task) > 1); // TaskAwaitedTwice
                    return Task.done();
                }
                @Async Task<Void> inside(List<Task<Integer>> list) {
                    for (Task<Integer> task : list) {
                        await(task);
                    }
                    for (int i = 0; i < 3; i++) {
                        Task<Integer> task = work();
                        await(task);
                    }
                    Task<Integer> next = work();
                    while (await(next) > 1) {
                        next = work();
                    }
                    return Task.done();
                }
                @Async Task<Integer> left(Task<Integer> task, List<Integer> list) {
                    for (int i : list) {
                        if (i == 1) {
                            return task;
                        }
                        if (i == 2) {
                            await(task);
                            break;
                        }
                        if (i == 3) {
                            await(task);
                            return Task.of(i);
                        }
                    }
                    while (true) {
                        await(task);
                        break;
                    }
                    return task; // TaskAwaitedTwice
                }
                @Async Task<Integer> once(Task<Integer> task, List<Integer> list) {
                    boolean first = true;
                    outer:
                    for (int i : list) {
                        for (int j : list) {
                            if (j == i) continue outer;
                            if (first) {
                                await(task);
                                first = false;
                            }
                        }
                    }
                    return Task.of(1);
                }
                """);
    }

    /** The turn in which it is awaited may be the only one. A turn that skips it says nothing of the others. */
    @Test
    void isSilentAboutAnAwaitThatSomeTurnsSkip() {
        check("""
                @Async Task<Integer> some(Task<Integer> task, List<Integer> list) {
                    int n = 0;
                    for (int i : list) {
                        if (i != 7) continue;
                        n += await(task);
                    }
                    do {
                        if (n++ < 3) continue;
                        n += await(task);
                    } while (n < 7);
                    return Task.of(n);
                }
                @Async Task<Integer> fromInside(Task<Integer> task, List<Integer> list) {
                    outer:
                    for (int i : list) {
                        for (int j : list) {
                            if (j == i) continue outer;
                        }
                        await(task);
                    }
                    return Task.of(1);
                }
                """);
    }

    @Test
    void reportsAnAwaitThatEachTurnComesTo() {
        check("""
                @Async Task<Integer> onBothWays(Task<Integer> task, List<Integer> list) {
                    for (int i : list) {
                        if (i == 7) {
                            await(task); // TaskAwaitedTwice
                            continue;
                        }
                        await(task); // TaskAwaitedTwice
                    }
                    return Task.of(1);
                }
                @Async Task<Integer> behindAnotherLoop(Task<Integer> task, List<Integer> list) {
                    for (int i : list) {
                        for (int j : list) {
                            if (j == i) continue;
                            hashCode();
                        }
                        await(task); // TaskAwaitedTwice
                    }
                    return Task.of(1);
                }
                @Async Task<Integer> inFrontOfIt(Task<Integer> task, List<Integer> list) {
                    for (int i : list) {
                        await(task); // TaskAwaitedTwice
                        if (i == 7) continue;
                        hashCode();
                    }
                    return Task.of(1);
                }
                """);
    }

    @Test
    void knowsWhatACatchBlockComesAfter() {
        check("""
                @Async Task<Integer> retry(Task<Integer> task) {
                    try {
                        return Task.of(await(task));
                    } catch (IllegalStateException e) {
                        return task; // TaskAwaitedTwice
                    }
                }
                @Async Task<Integer> retryInALoop(Task<Integer> task) {
                    while (true) {
                        try {
                            return Task.of(await(task)); // TaskAwaitedTwice
                        } catch (IllegalStateException e) { // CancellationSwallowed
                            await(sleep(Duration.ZERO));
                        }
                    }
                }
                @Async Task<Integer> maybeBefore(Task<Integer> task) {
                    try {
                        List.of().size();
                        return Task.of(await(task));
                    } catch (IllegalStateException e) {
                        return task;
                    }
                }
                @Async Task<Integer> timeout(Task<Integer> task) {
                    try {
                        return Task.of(await(waitFor(task, Duration.ZERO)));
                    } catch (TimeoutException e) {
                        return task; // TaskAwaitedTwice
                    } finally {
                        System.gc();
                    }
                }
                @Async Task<Integer> inFinally(Task<Integer> task, boolean b) {
                    try {
                        if (b) {
                            await(task);
                            return Task.of(1);
                        }
                    } finally {
                        await(task); // TaskAwaitedTwice
                    }
                    return task; // TaskAwaitedTwice
                }
                """);
    }

    @Test
    void takesEachLambdaAndClassByItself() {
        check("""
                @Async Task<Void> outer(Task<Integer> task) {
                    Supplier<Task<Integer>> one = () -> task;
                    Supplier<Task<Integer>> two = () -> Task.of(await(task));
                    Function<Task<Integer>, Integer> three = given -> run(given) + run(given); // TaskAwaitedTwice
                    Supplier<Task<Integer>> four = () -> {
                        await(task);
                        return task; // TaskAwaitedTwice
                    };
                    new Object() {
                        int twice(Task<Integer> given) {
                            return run(given) + run(given); // TaskAwaitedTwice
                        }
                    };
                    await(task);
                    return Task.done();
                }
                """);
    }

    @Test
    void knowsWhichCallsOfATryThrowWhatIsCaught() {
        check("""
                @Async Task<Integer> late(Task<Integer> task, Task<Integer> other) throws IOException {
                    try {
                        return Task.of(await(waitFor(task, Duration.ofSeconds(1))));
                    } catch (TimeoutException e) {
                        await(task); // TaskAwaitedTwice
                    }
                    try {
                        ((Closeable) null).close();
                        await(waitFor(other, Duration.ofSeconds(1)));
                    } catch (TimeoutException | IllegalStateException e) {
                        await(other);
                    }
                    return Task.of(1);
                }
                @Async Task<Integer> before(Task<Integer> task) throws TimeoutException {
                    try {
                        ((Closeable) null).close();
                        return Task.of(await(waitFor(task, Duration.ofSeconds(1))));
                    } catch (IOException e) {
                        return task;
                    }
                }
                @Async Task<Integer> inAnInnerTry(Task<Integer> task) {
                    try {
                        try {
                            await(waitFor(task, Duration.ofSeconds(1)));
                        } finally {
                            hashCode();
                        }
                    } catch (TimeoutException e) {
                        return task; // TaskAwaitedTwice
                    }
                    return Task.of(1);
                }
                """);
    }

    @Test
    void knowsWhatAFinallyBlockDoesBeforeAnOuterCatchBlockRuns() {
        check("""
                @Async Task<Integer> anew(Task<Integer> task) {
                    try {
                        try {
                            await(task);
                        } finally {
                            task = work();
                        }
                    } catch (IllegalStateException e) {
                        return task;
                    }
                    return task;
                }
                @Async Task<Integer> byReturn(Task<Integer> task, Task<Integer> other) {
                    try {
                        try {
                            await(task);
                        } finally {
                            return other;
                        }
                    } catch (IllegalStateException e) {
                        return task;
                    }
                }
                @Async Task<Integer> inFinally(Task<Integer> task) {
                    try {
                        try {
                            hashCode();
                        } finally {
                            await(task);
                        }
                    } catch (IllegalStateException e) {
                        return task; // TaskAwaitedTwice
                    }
                    return Task.of(1);
                }
                """);
    }

    @Test
    void looksIntoListsForGather() {
        check("""
                @Async Task<Void> twice(Task<Integer> task, Task<Integer> other, Task<Integer> third) {
                    await(gather(List.of(task, task))); // TaskAwaitedTwice
                    await(gather(Arrays.asList(other, third)));
                    await(third); // TaskAwaitedTwice
                    return Task.done();
                }
                @Async Task<Void> once(Task<Integer> task, ScheduledTask<Integer> running) {
                    await(gather(List.of(task, work(), running, running)));
                    List<Task<Integer>> kept = List.of(task, task);
                    return Task.done();
                }
                """);
    }

    @Test
    void knowsEachCallThatTakesATask() {
        check("""
                @Async Task<Void> twice(Task<Integer> a, Task<Integer> b, Task<Integer> c, Task<Integer> d, Task<Integer> e) {
                    await(any(a, b));
                    await(race(b, c)); // TaskAwaitedTwice
                    await(allSettled(c, d)); // TaskAwaitedTwice
                    await(shield(d)); // TaskAwaitedTwice
                    await(any(List.of(d, e))); // TaskAwaitedTwice
                    await(asCompleted(List.of(e), parts -> Task.done())); // TaskAwaitedTwice
                    return Task.done();
                }
                @Async Task<Void> children(TaskGroup group, Task<Integer> task, Task<Integer> other) {
                    group.spawn(task);
                    group.spawn("again", task); // TaskAwaitedTwice
                    group.spawn(other);
                    await(other); // TaskAwaitedTwice
                    return Task.done();
                }
                @Async Task<Void> once(TaskGroup group, ScheduledTask<Integer> running, boolean b) {
                    await(any(running, running));
                    await(shield(running));
                    group.spawn(running);
                    Task<Integer> task = work();
                    await(b ? any(List.of(task)) : race(List.of(task)));
                    return Task.done();
                }
                """);
    }

    @Test
    void knowsEachCallWhoseResultIsAwaitedOnce() {
        check("""
                @Async Task<Void> calls() throws TimeoutException {
                    Awaitable<Integer> any = any(work()), race = race(work()), shield = shield(running());
                    Awaitable<?> settled = allSettled(work(), work());
                    Awaitable<Integer> completed = asCompleted(List.of(work()), parts -> Task.of(await(parts.next())));
                    await(any);
                    await(any); // TaskAwaitedTwice
                    await(race);
                    await(race); // TaskAwaitedTwice
                    await(shield);
                    await(shield); // TaskAwaitedTwice
                    await(settled);
                    await(settled); // TaskAwaitedTwice
                    await(completed);
                    await(completed); // TaskAwaitedTwice
                    return Task.done();
                }
                @Async Task<Void> blocks(TaskGroup open, TimeoutScope scope) throws TimeoutException {
                    Awaitable<Integer> group = TaskGroup.run(tasks -> Task.of(1));
                    Awaitable<Integer> late = timeout(Duration.ZERO, limit -> Task.of(1));
                    Awaitable<Integer> moved = moveOnAfter(Duration.ZERO, limit -> Task.of(1));
                    Awaitable<Integer> scoped = scope.run(limit -> Task.of(1));
                    Awaitable<Void> join = open.join();
                    await(group);
                    await(group); // TaskAwaitedTwice
                    await(late);
                    await(late); // TaskAwaitedTwice
                    await(moved);
                    await(moved); // TaskAwaitedTwice
                    await(scoped);
                    await(scoped); // TaskAwaitedTwice
                    await(join);
                    await(join); // TaskAwaitedTwice
                    return Task.done();
                }
                static ScheduledTask<Integer> running() {
                    return spawn(work());
                }
                """);
    }

    @Test
    void knowsASecondNameOfTheTask() {
        check("""
                @Async Task<Void> names() {
                    Task<Integer> task = work();
                    Task<Integer> same = task;
                    var third = (same);
                    await(task);
                    await(same); // TaskAwaitedTwice
                    spawn(third); // TaskAwaitedTwice
                    return Task.done();
                }
                @Async Task<Void> namedLater(Task<Integer> task) {
                    await(task);
                    Awaitable<Integer> same = task;
                    await(same); // TaskAwaitedTwice
                    return Task.done();
                }
                @Async Task<Void> otherNow(List<Integer> list) {
                    Task<Integer> task = work();
                    Task<Integer> same = task;
                    task = work();
                    await(task);
                    await(same);
                    Task<Integer> last = null;
                    for (int i : list) {
                        Task<Integer> next = work();
                        if (last != null) await(last);
                        last = next;
                    }
                    Task<Integer> completed = Task.of(1);
                    Task<Integer> again = completed;
                    await(again);
                    await(again);
                    return Task.done();
                }
                """);
    }

    @Test
    void knowsWhatElseIsAwaitedOnce() {
        check("""
                @Async Task<Void> awaitables(Connection connection, ByteBuffer buffer) throws Exception {
                    Awaitable<Integer> task = work();
                    await(task);
                    await(task); // TaskAwaitedTwice
                    var sleep = sleep(Duration.ZERO);
                    await(sleep);
                    await(sleep); // TaskAwaitedTwice
                    Awaitable<?> both = gather(work(), work()), late = waitFor(work(), Duration.ZERO);
                    await(both);
                    await(gather(both, late)); // TaskAwaitedTwice
                    run(late); // TaskAwaitedTwice, BlockingCallInAsync
                    Awaitable<Integer> read = connection.read(buffer);
                    await(read);
                    await(read); // TaskAwaitedTwice
                    Awaitable<Connection> open = Tcp.openConnection("localhost", 1);
                    await(open);
                    open.onComplete((value, failure) -> {}); // TaskAwaitedTwice
                    return Task.done();
                }
                @Async Task<Void> often(Awaitable<Integer> given, ScheduledTask<Integer> running, boolean b) {
                    await(given);
                    await(given);
                    Awaitable<Integer> same = running, other = Task.of(1), either = b ? running : work();
                    await(same);
                    await(same);
                    await(other);
                    await(other);
                    await(either);
                    await(either);
                    Awaitable<Void> turn = yieldNow();
                    await(turn);
                    await(turn);
                    Awaitable<Void> sleep = sleep(Duration.ZERO);
                    await(sleep);
                    sleep = sleep(Duration.ZERO);
                    await(sleep);
                    return Task.done();
                }
                """);
    }
}

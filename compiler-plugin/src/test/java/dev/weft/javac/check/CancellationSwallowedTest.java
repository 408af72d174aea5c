// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import static dev.weft.javac.check.RuleTester.check;

import org.junit.jupiter.api.Test;

class CancellationSwallowedTest {
    @Test
    void reportsEachTypeThatTakesACancellation() {
        check("""
                @Async Task<Void> types() {
                    while (true) {
                        try {
                            await(sleep(Duration.ZERO));
                        } catch (Exception e) { // CancellationSwallowed
                            System.out.println(e);
                        }
                        try {
                            await(work());
                        } catch (IllegalArgumentException e) {
                        } catch (Throwable e) { // CancellationSwallowed
                        }
                        try {
                            await(work());
                        } catch (RuntimeException e) { // CancellationSwallowed
                            continue;
                        }
                        try {
                            await(stage());
                        } catch (IllegalStateException e) { // CancellationSwallowed
                        }
                        try {
                            await(gather(work(), work()));
                        } catch (IllegalArgumentException | CancellationException e) { // CancellationSwallowed
                        }
                    }
                }
                """);
    }

    @Test
    void reportsEachKindOfLoopAndLambdas() {
        check("""
                @Async Task<Integer> retries() {
                    for (int attempt = 1; attempt < 3; attempt++) {
                        try {
                            return Task.of(await(work()));
                        } catch (Exception e) { // CancellationSwallowed
                            await(sleep(Duration.ofSeconds(attempt)));
                        }
                    }
                    return Task.of(0);
                }
                @Async Task<Void> broadcast(List<Connection> all) {
                    for (Connection each : all) {
                        try (Closeable unused = () -> {}) {
                            if (each != null) {
                                await(each.write(new byte[1]));
                            }
                        } catch (Exception e) { // CancellationSwallowed
                        }
                    }
                    return Task.done();
                }
                Supplier<Task<Integer>> lambda() {
                    return () -> {
                        Exception last = null;
                        int n = 0;
                        do {
                            try {
                                return Task.of(await(work()));
                            } catch (Exception e) { // CancellationSwallowed
                                last = e;
                            }
                        } while (n++ < 3);
                        throw new IllegalStateException(last);
                    };
                }
                """);
    }

    @Test
    void isSilentWhereTheCancellationGoesOnOrTheLoopEnds() {
        check("""
                @Async Task<Void> leaves(boolean b) throws Exception {
                    while (true) {
                        try {
                            await(work());
                        } catch (IOError e) {
                        }
                        try {
                            await(work());
                        } catch (CancellationException e) {
                            throw e;
                        } catch (Exception e) {
                        }
                        try {
                            await(work());
                        } catch (Exception e) {
                            if (e instanceof CancellationException) {
                                throw e;
                            }
                        }
                        try {
                            await(work());
                        } catch (Exception e) {
                            if (b) {
                                break;
                            }
                        }
                        try {
                            await(work());
                        } catch (Exception e) {
                            rethrowIfCancelled(e);
                        }
                        try {
                            await(work());
                        } catch (CancellationException e) {
                            currentTask().uncancel();
                        }
                    }
                    return Task.done();
                }
                static void rethrowIfCancelled(Exception e) {}
                @Async Task<Integer> tries() {
                    while (true) {
                        try {
                            await(work());
                            continue;
                        } catch (Exception e) {
                        }
                        break;
                    }
                    return Task.of(1);
                }
                """);
    }

    @Test
    void isSilentWhereAConditionReadsWhatTheBlockSets() {
        check("""
                boolean running;
                @Async Task<Void> flag() {
                    int failures = 0;
                    while (this.running) {
                        try {
                            await(work());
                        } catch (Exception e) {
                            running = false;
                        }
                    }
                    while (failures < 3) {
                        try {
                            await(work());
                        } catch (Exception e) {
                            failures++;
                        }
                    }
                    while (currentTask().cancelling() == 0) {
                        try {
                            await(work());
                        } catch (Exception e) {
                        }
                    }
                    return Task.done();
                }
                """);
    }

    /** The exception of an await of another task may be one's own just as well. */
    @Test
    void reportsAwaitsOfOtherTasks() {
        check("""
                @Async Task<Void> goesOn(List<ScheduledTask<Integer>> tasks, ScheduledTask<Integer> other) {
                    for (ScheduledTask<Integer> task : tasks) {
                        try {
                            await(task);
                        } catch (Exception e) { // CancellationSwallowed
                            System.out.println(e);
                        }
                    }
                    while (true) {
                        try {
                            await(spawn(work()));
                        } catch (CancellationException e) { // CancellationSwallowed
                            System.out.println("cancelled by somebody");
                        }
                    }
                }
                @Async Task<Void> endsOneAfterTheOther(Supplier<ScheduledTask<Integer>> source) {
                    for (;;) {
                        ScheduledTask<Integer> next = source.get();
                        next.cancel();
                        try {
                            await(next);
                        } catch (CancellationException e) { // CancellationSwallowed
                        }
                    }
                }
                @Async Task<Void> endsOthersAndSleeps(List<ScheduledTask<Integer>> tasks) {
                    for (ScheduledTask<Integer> task : tasks) {
                        task.cancel();
                        try {
                            await(task);
                            await(sleep(Duration.ZERO));
                        } catch (CancellationException e) { // CancellationSwallowed
                        }
                    }
                    return Task.done();
                }
                """);
    }

    @Test
    void isSilentWhereTheCodeAsksWhoWasCancelled() {
        check("""
                @Async Task<Void> tells(ScheduledTask<Integer> other) {
                    while (true) {
                        try {
                            await(other);
                        } catch (CancellationException e) {
                            if (currentTask().cancelling() > 0) {
                                throw e;
                            }
                        }
                    }
                }
                """);
    }

    @Test
    void isSilentAboutTasksThatTheCodeHasCancelledItself() {
        check("""
                static void cancelAll(List<ScheduledTask<Integer>> tasks) { tasks.forEach(ScheduledTask::cancel); }
                @Async Task<Void> byReference(List<ScheduledTask<Integer>> tasks) {
                    tasks.forEach(ScheduledTask::cancel);
                    for (int i = 0; i < tasks.size(); i++) {
                        try {
                            await(tasks.get(i));
                        } catch (Exception e) {
                        }
                    }
                    return Task.done();
                }
                @Async Task<Void> byAnother(List<ScheduledTask<Integer>> tasks) {
                    cancelAll(tasks);
                    for (ScheduledTask<Integer> task : tasks) {
                        try {
                            await(task);
                        } catch (Exception e) {
                        }
                    }
                    return Task.done();
                }
                """);
    }

    /** Awaited tasks that the code has cancelled itself, what cleans up, what is no loop, and what does not await. */
    @Test
    void isSilentWhereNoCancellationOfTheTaskIsSwallowedInALoop() {
        check("""
                @Async Task<Void> endsOthers(List<ScheduledTask<Integer>> tasks) {
                    for (ScheduledTask<Integer> task : tasks) {
                        task.cancel();
                        try {
                            await(task);
                        } catch (CancellationException e) {
                        }
                    }
                    try {
                        await(work());
                    } finally {
                        for (int i = 0; i < 3; i++) {
                            try {
                                await(sleep(Duration.ZERO));
                            } catch (Exception e) {
                            }
                        }
                    }
                    try {
                        await(work());
                    } catch (Exception e) {
                    }
                    while (true) {
                        try {
                            Thread.onSpinWait();
                        } catch (Exception e) {
                        }
                        Supplier<Task<Integer>> inner = () -> {
                            try {
                                return Task.of(await(work()));
                            } catch (Exception e) {
                            }
                            return Task.of(1);
                        };
                        try {
                            try {
                                await(work());
                            } catch (CancellationException e) {
                                return Task.done();
                            }
                        } catch (Exception e) {
                        }
                    }
                }
                """);
    }

    /** The weaver awaits a task where it is made for a return. */
    @Test
    void reportsATaskThatIsReturnedInTheTry() {
        check("""
                @Async Task<Integer> again() {
                    while (true) {
                        try {
                            return work();
                        } catch (Exception e) { // CancellationSwallowed
                        }
                    }
                }
                @Async Task<Integer> lastOne(boolean b) throws Exception {
                    Exception last = null;
                    for (int i = 0; i < 3; i++) {
                        try {
                            Task<Integer> task = work();
                            return task;
                        } catch (Exception e) { // CancellationSwallowed
                            last = e;
                        }
                        try {
                            return b ? work() : Task.of(1);
                        } catch (Exception e) { // CancellationSwallowed
                        }
                        try {
                            return Task.of(i);
                        } catch (Exception e) {
                        }
                        try {
                            return work();
                        } catch (IOError e) {
                        }
                    }
                    throw last;
                }
                """);
    }

    @Test
    void reportsABlockThatTakesWhatAnotherOneInsideThrows() {
        check("""
                @Async Task<Void> rethrown(boolean b) {
                    while (true) {
                        try {
                            try {
                                await(work());
                            } catch (CancellationException e) {
                                System.out.println("cleans up");
                                throw e;
                            }
                        } catch (Exception e) { // CancellationSwallowed
                        }
                        try {
                            try {
                                await(work());
                            } catch (Exception e) {
                                rethrowIfCancelled(e);
                            }
                        } catch (RuntimeException e) { // CancellationSwallowed
                        }
                        try {
                            try {
                                await(work());
                            } catch (Exception e) {
                                throw new IllegalArgumentException(e);
                            }
                        } catch (RuntimeException e) { // CancellationSwallowed
                        }
                    }
                }
                static void rethrowIfCancelled(Exception e) {}
                """);
    }

    @Test
    void reportsABlockWhoseOtherExceptionIsTakenInTheLoop() {
        check("""
                @Async Task<Void> wrapped() {
                    while (true) {
                        try {
                            try {
                                await(work());
                            } catch (Exception e) { // CancellationSwallowed
                                throw new IOException(e);
                            }
                        } catch (IOException e) {
                            System.out.println(e);
                        }
                    }
                }
                """);
    }

    @Test
    void isSilentWhereWhatTheInnerBlockThrowsEndsTheLoopOrIsNoCancellation() {
        check("""
                @Async Task<Void> leaves() throws IOException {
                    while (true) {
                        try {
                            try {
                                await(work());
                            } catch (CancellationException e) {
                                throw e;
                            }
                        } catch (CancellationException e) {
                            throw e;
                        } catch (Exception e) {
                        }
                        try {
                            try {
                                await(work());
                            } catch (Exception e) {
                                throw new IOException(e);
                            }
                        } catch (IOException e) {
                            System.out.println(e);
                            throw e;
                        }
                        try {
                            try {
                                await(work());
                            } catch (CancellationException e) {
                                currentTask().uncancel();
                                throw new IllegalStateException("once more");
                            }
                        } catch (IllegalStateException e) {
                        }
                        try {
                            try {
                                await(work());
                            } catch (Exception e) {
                                throw new IOException(e);
                            }
                        } catch (IllegalArgumentException e) {
                        }
                    }
                }
                @Async Task<Void> outsideOfTheLoop() {
                    try {
                        while (true) {
                            try {
                                await(work());
                            } catch (Exception e) {
                                throw new IOException(e);
                            }
                        }
                    } catch (IOException e) {
                        System.out.println(e);
                    }
                    return Task.done();
                }
                """);
    }

    @Test
    void reportsJumpsAfterWhichALoopAroundGoesOn() {
        check("""
                @Async Task<Void> nextTurnOfTheOuterLoop() {
                    outer: while (true) {
                        for (int i = 0; i < 3; i++) {
                            try {
                                await(work());
                            } catch (Exception e) { // CancellationSwallowed
                                continue outer;
                            }
                        }
                    }
                }
                @Async Task<Void> connectsAgain() {
                    while (true) {
                        int failures = 0;
                        for (int i = 0; i < 3; i++) {
                            try {
                                await(work());
                            } catch (Exception e) { // CancellationSwallowed
                                System.out.println(failures);
                                break;
                            }
                        }
                        await(sleep(Duration.ZERO));
                    }
                }
                @Async Task<Void> answersByKind(int kind) {
                    while (true) {
                        try {
                            await(work());
                        } catch (Exception e) { // CancellationSwallowed
                            switch (kind) {
                                case 1:
                                    System.out.println(e);
                                    break;
                                default:
                            }
                        }
                    }
                }
                @Async Task<Integer> once() {
                    while (true) {
                        int found = 0;
                        try {
                            found = await(work());
                        } catch (Exception e) { // CancellationSwallowed
                            continue;
                        }
                        return Task.of(found);
                    }
                }
                @Async Task<Void> choice(int kind) {
                    while (true) {
                        switch (kind) {
                            case 1:
                                try {
                                    await(work());
                                } catch (Exception e) { // CancellationSwallowed
                                    break;
                                }
                            default:
                                System.out.println(kind);
                        }
                    }
                }
                """);
    }

    @Test
    void isSilentWhereAJumpLeadsOutOfAllLoopsOrToACondition() {
        check("""
                boolean running;
                @Async Task<Integer> leaves(boolean b) throws Exception {
                    outer: while (true) {
                        for (int i = 0; i < 3; i++) {
                            try {
                                await(work());
                            } catch (Exception e) {
                                break outer;
                            }
                        }
                    }
                    while (b) {
                        Exception failure = null;
                        while (true) {
                            try {
                                await(work());
                            } catch (Exception e) {
                                failure = e;
                                break;
                            }
                        }
                        if (failure != null) {
                            throw failure;
                        }
                    }
                    while (b) {
                        boolean sent = false;
                        for (int i = 0; i < 3; i++) {
                            try {
                                await(work());
                                sent = true;
                            } catch (Exception e) {
                                break;
                            }
                        }
                        if (!sent) {
                            return Task.of(1);
                        }
                    }
                    while (b) {
                        for (int i = 0; i < 3; i++) {
                            try {
                                await(work());
                            } catch (Exception e) {
                                break;
                            }
                        }
                        return Task.of(2);
                    }
                    next: while (running) {
                        for (int i = 0; i < 3; i++) {
                            try {
                                await(work());
                            } catch (Exception e) {
                                running = false;
                                continue next;
                            }
                        }
                    }
                    return Task.of(3);
                }
                """);
    }
}

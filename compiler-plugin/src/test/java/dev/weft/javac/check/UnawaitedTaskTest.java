// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import static dev.weft.javac.check.RuleTester.check;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.javac.WeftProcessor;
import dev.weft.support.SourceCompiler;
import java.util.List;
import java.util.Map;
import javax.tools.Diagnostic;
import org.junit.jupiter.api.Test;

class UnawaitedTaskTest {
    @Test
    void reportsStatements() {
        check("""
                @Async Task<Void> async(Connection connection) throws IOException {
                    work(); // UnawaitedTask
                    this.other(); // UnawaitedTask
                    A.work(); // UnawaitedTask
                    sleep(Duration.ZERO); // UnawaitedTask
                    gather(work(), work()); // UnawaitedTask
                    connection.write(new byte[1]); // UnawaitedTask
                    connection.readExactly(1); // UnawaitedTask
                    stage(); // UnawaitedTask
                    if (connection.isOpen()) work(); // UnawaitedTask
                    for (int i = 0; i < 2; work()) i++; // UnawaitedTask
                    return Task.done();
                }
                void plain() {
                    work(); // UnawaitedTask
                    other(); // UnawaitedTask
                    Task.failed(new Exception()); // UnawaitedTask
                }
                Task<Integer> other() { return work(); }
                """);
    }

    @Test
    void isSilentWhereTheResultGoesSomewhere() {
        check("""
                Task<Integer> field = work();
                @Async Task<Integer> async(List<Task<Integer>> list, CompletableFuture<Integer> future) {
                    await(work());
                    spawn(work());
                    spawn("name", sleep(Duration.ZERO));
                    await(gather(work(), stageTask()));
                    int n = await(work());
                    work().toCompletableFuture();
                    work().onComplete((result, failure) -> {});
                    list.add(work());
                    field = work();
                    Task<Integer> read = work();
                    n += await(read);
                    ScheduledTask<Integer> running = spawn(work());
                    CompletableFuture<Integer> staged = stage();
                    future.thenApply(x -> x);
                    switch (n) {
                        case 1 -> await(work());
                        default -> {}
                    }
                    return n > 1 ? work() : other(n);
                }
                Task<Integer> stageTask() { return work(); }
                int plain() { return run(work()) + work().block(); }
                Task<Integer> other(int n) { return switch (n) { case 1 -> work(); default -> Task.of(1); }; }
                """);
    }

    @Test
    void isSilentAboutWhatATypeParameterReturns() {
        check("""
                void plain(Map<String, Task<Integer>> map, List<Task<Integer>> list, Queue<Task<Integer>> queue) {
                    map.put("a", work());
                    map.remove("a");
                    list.set(0, work());
                    queue.poll();
                    Objects.requireNonNull(list.get(0));
                }
                """);
    }

    @Test
    void reportsFunctionsThatMakeATask() {
        check("""
                void plain(Supplier<Task<Integer>> supplier, Function<Integer, Awaitable<Integer>> function,
                        Callable<Task<Integer>> callable, Supplier<Integer> other) throws Exception {
                    supplier.get(); // UnawaitedTask
                    function.apply(1); // UnawaitedTask
                    callable.call(); // UnawaitedTask
                    other.get();
                }
                """);
    }

    @Test
    void reportsLambdasAndReferencesThatReturnNothing() {
        check("""
                void use(List<Integer> list, Executor executor) {
                    list.forEach(n -> save(n)); // UnawaitedTask
                    list.forEach(this::save); // UnawaitedTask
                    executor.execute(() -> work()); // UnawaitedTask
                    executor.execute(A::work); // UnawaitedTask
                    executor.execute(() -> {
                        work(); // UnawaitedTask
                    });
                    Runnable stage = () -> stage(); // UnawaitedTask
                    Runnable cast = (Runnable & Serializable) () -> work(); // UnawaitedTask
                    Supplier<Runnable> inner = () -> () -> work(); // UnawaitedTask
                }
                Task<Integer> save(int n) { return work(); }
                """);
    }

    @Test
    void isSilentAboutLambdasAndReferencesThatPassItOn() {
        check("""
                interface Handler { Task<Integer> handle(int n); }
                void use(List<Integer> list, Executor executor) {
                    List<Task<Integer>> tasks = list.stream().map(n -> save(n)).toList();
                    tasks = list.stream().map(this::save).toList();
                    tasks.forEach(Weft::spawn);
                    tasks.forEach(task -> spawn(task));
                    Handler handler = this::save;
                    Supplier<Object> object = () -> work();
                    executor.execute(() -> run(work()));
                    executor.execute(A::new);
                    Consumer<Task<Integer>> consumer = tasks::add;
                    assertThrows(Exception.class, () -> save(-1));
                    assertThrows(Exception.class, A::work);
                    assertThatCode(() -> save(-1));
                    isThrownBy(() -> save(-1));
                }
                static void assertThrows(Class<?> type, Runnable code) {}
                static void assertThatCode(Runnable code) {}
                void isThrownBy(Runnable code) {}
                Task<Integer> save(int n) { return work(); }
                """);
    }

    /** The package and the names are Mockito's, of which no more is needed here. */
    @Test
    void isSilentAboutCallsThatTellAMockWhichOneIsMeant() {
        String mockito = """
                package org.mockito; public class Mockito {
                    public static <T> T verify(T mock) { return mock; }
                    public static Stubber doReturn(Object value) { return null; }
                    public interface Stubber { <T> T when(T mock); }
                    public interface Static { interface Verification { void apply() throws Throwable; } void verify(Verification call); }
                }
                """;
        String test = """
                package p; import dev.weft.*; import static org.mockito.Mockito.*; class MockTest {
                    interface Store { Task<Void> save(String s); static Task<Void> all() { return Task.done(); } }
                    void test(Store store, Static all) {
                        verify(store).save("x");
                        doReturn(Task.done()).when(store).save("y");
                        all.verify(() -> Store.all());
                        all.verify(Store::all);
                    }
                    void forgotten(Store store) { store.save("z"); }
                }
                """;
        SourceCompiler.Result result = new SourceCompiler(List.of("-Aweft.weave=false"))
                .processors(new WeftProcessor())
                .compile(Map.of("org.mockito.Mockito", mockito, "p.MockTest", test));
        assertEquals(
                List.of(9L),
                result.messages().stream().map(Diagnostic::getLineNumber).toList());
    }

    @Test
    void reportsLocalsThatNobodyReads() {
        check("""
                @Async Task<Void> async() {
                    Task<Integer> never = work(); // UnawaitedTask
                    var inferred = work(); // UnawaitedTask
                    Awaitable<Void> pause = sleep(Duration.ZERO); // UnawaitedTask
                    Task<Integer> assigned = work(); // UnawaitedTask
                    assigned = work();
                    Runnable lambda = () -> {
                        Task<Integer> inLambda = work(); // UnawaitedTask
                    };
                    return Task.done();
                }
                """);
    }

    @Test
    void isSilentAboutLocalsThatAreReadOrHoldNoNewTask() {
        check("""
                Task<Integer> field = work();
                @Async Task<Integer> async(Task<Integer> parameter) {
                    Task<Integer> notNew = field;
                    Task<Integer> nothing = null;
                    Task<Integer> inLambda = work();
                    Supplier<Task<Integer>> supplier = () -> inLambda;
                    Task<Integer> inClass = work();
                    new Object() { Task<Integer> copy = inClass; };
                    Task<Integer> inCondition = work();
                    if (inCondition.isReady()) return Task.of(1);
                    Task<Integer> later;
                    later = work();
                    ScheduledTask<Integer> scheduled = spawn(work());
                    for (Task<Integer> each : List.of(field)) {}
                    return later;
                }
                """);
    }

    @Test
    void isSilentAboutMethodsThatMayBeIgnored() {
        check("""
                @interface CanIgnoreReturnValue {}
                @CanIgnoreReturnValue Task<Integer> optional() { return work(); }
                static abstract class Signal implements Awaitable<Void> {
                    Signal named(String name) { return this; }
                    static Signal create() { return null; }
                    @Override public Void result() { return null; }
                }
                void plain(Signal signal) {
                    optional();
                    signal.named("x");
                    Signal.create(); // UnawaitedTask
                }
                """);
    }

    @Test
    void reportsTasksInADroppedFuture() {
        check("""
                void use(ExecutorService executor, CompletableFuture<Integer> future) {
                    executor.submit(() -> work()); // UnawaitedTask
                    executor.submit(A::work); // UnawaitedTask
                    executor.submit(() -> {
                        if (future.isDone()) {
                            return Task.of(1); // UnawaitedTask
                        }
                        return work(); // UnawaitedTask
                    });
                    CompletableFuture.supplyAsync(() -> work()); // UnawaitedTask
                    future.thenApply(n -> save(n)); // UnawaitedTask
                    executor.execute(() -> executor.submit(() -> work())); // UnawaitedTask
                    future.thenCompose(n -> CompletableFuture.supplyAsync(() -> save(n))); // UnawaitedTask
                }
                Task<Integer> save(int n) { return work(); }
                """);
    }

    @Test
    void isSilentAboutTasksThatAFutureHandsOn() {
        check("""
                void use(ExecutorService executor, Map<Integer, Task<Integer>> tasks,
                        Map<Integer, Future<Task<Integer>>> futures, Task<Integer> kept) {
                    tasks.computeIfAbsent(1, n -> work());
                    futures.computeIfAbsent(1, n -> executor.submit(() -> work()));
                    Future<Task<Integer>> read = executor.submit(() -> work());
                    executor.submit(() -> kept);
                    executor.submit(() -> spawn(work()));
                    executor.submit(() -> run(work()));
                    executor.submit(() -> {
                        Supplier<Task<Integer>> inner = () -> { return work(); };
                        return kept;
                    });
                    CompletableFuture.supplyAsync(() -> work()).thenAccept(task -> spawn(task));
                    CompletableFuture.supplyAsync(() -> work()).thenCompose(Task::toCompletableFuture);
                }
                """);
    }
}

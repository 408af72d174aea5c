// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Programs as somebody writes them on the first day, each with a typical mistake, and all that javac then prints. */
class NewcomersTest {
    @Test
    void awaitsInMain() {
        prints("""
                import static dev.weft.Weft.*;
                import java.time.Duration;

                public class A {
                    public static void main(String[] args) {
                        System.out.println("Hello");
                        await(sleep(Duration.ofSeconds(1)));
                        System.out.println("World");
                    }
                }
                """, """
                A.java:7: error: [AwaitOutsideAsync] await needs an async method around it (in main, call \
                Weft.run in place of await); mark the method @Async and return a Task, CompletionStage or \
                CompletableFuture; from plain code use Weft.run or Awaitable.block
                        await(sleep(Duration.ofSeconds(1)));
                             ^
                1 error
                """);
    }

    @Test
    void forgetsTheAwait() {
        prints("""
                import static dev.weft.Weft.*;
                import dev.weft.*;
                import java.time.Duration;

                public class A {
                    @Async
                    static Task<Void> say(String text) {
                        sleep(Duration.ofSeconds(1));
                        System.out.println(text);
                        return Task.done();
                    }

                    @Async
                    static Task<Void> greet() {
                        say("Hello");
                        say("World");
                        return Task.done();
                    }

                    public static void main(String[] args) {
                        run(greet());
                    }
                }
                """, """
                A.java:8: error: [UnawaitedTask] nobody awaits this (it has not started, and never will); await it, \
                or spawn it to run in the background; to hand it on, return it
                        sleep(Duration.ofSeconds(1));
                             ^
                A.java:15: error: [UnawaitedTask] nobody awaits this (it has not started, and never will); await \
                it, or spawn it to run in the background; to hand it on, return it
                        say("Hello");
                           ^
                A.java:16: error: [UnawaitedTask] nobody awaits this (it has not started, and never will); await \
                it, or spawn it to run in the background; to hand it on, return it
                        say("World");
                           ^
                3 errors
                """);
    }

    @Test
    void sleepsAsInAThread() {
        prints("""
                import static dev.weft.Weft.*;
                import dev.weft.*;

                public class A {
                    @Async
                    static Task<Void> tick(String name) throws InterruptedException {
                        for (int i = 0; i < 3; i++) {
                            Thread.sleep(1000);
                            System.out.println(name + i);
                        }
                        return Task.done();
                    }

                    public static void main(String[] args) throws InterruptedException {
                        run(gather(tick("a"), tick("b")));
                    }
                }
                """, """
                A.java:8: warning: [BlockingCallInAsync] this call blocks the thread, and with it every task of its \
                event loop (Thread.sleep, where you could use await(sleep(duration))); await something instead, or \
                give the call to another thread, as in await(blocking(() -> ...))
                            Thread.sleep(1000);
                                        ^
                1 warning
                """);
    }

    @Test
    void awaitsInForEach() {
        prints("""
                import static dev.weft.Weft.*;
                import dev.weft.*;
                import java.util.List;

                public class A {
                    @Async
                    static Task<Integer> price(String item) {
                        return Task.of(item.length());
                    }

                    @Async
                    static Task<Void> printAll(List<String> items) {
                        items.forEach(item -> System.out.println(await(price(item))));
                        return Task.done();
                    }

                    public static void main(String[] args) {
                        run(printAll(List.of("a", "bb")));
                    }
                }
                """, """
                A.java:13: error: [AwaitInNonAsyncLambda] await needs an async method around it, and a lambda is \
                one only if it returns a Task, CompletionStage or CompletableFuture; use a functional interface \
                that returns one of these, or a loop in the async method around the lambda
                        items.forEach(item -> System.out.println(await(price(item))));
                                                                      ^
                1 error
                """);
    }

    @Test
    void returnsTheValueItself() {
        prints("""
                import static dev.weft.Weft.*;
                import dev.weft.*;

                public class A {
                    @Async
                    static Task<Integer> price(String item) {
                        return Task.of(item.length());
                    }

                    @Async
                    static int total(String item, int count) {
                        return await(price(item)) * count;
                    }

                    public static void main(String[] args) {
                        System.out.println(total("a", 2));
                    }
                }
                """, """
                A.java:11: error: [AsyncReturnType] an @Async method returns a Task, CompletionStage, \
                CompletableFuture or AsyncGenerator; change the return type, for example to Task<T>
                    static int total(String item, int count) {
                               ^
                1 error
                """);
    }

    @Test
    void guardsStateAsBetweenThreads() {
        prints("""
                import static dev.weft.Weft.*;
                import dev.weft.*;
                import java.util.concurrent.locks.*;

                public class A {
                    private final Lock lock = new ReentrantLock();
                    private int balance;

                    @Async
                    Task<Void> load(int account) {
                        synchronized (this) {
                            balance = await(read(account));
                        }
                        return Task.done();
                    }

                    @Async
                    Task<Void> reload(int account) {
                        lock.lock();
                        try {
                            balance = await(read(account));
                        } finally {
                            lock.unlock();
                        }
                        return Task.done();
                    }

                    @Async
                    Task<Integer> read(int account) {
                        return Task.of(account);
                    }
                }
                """, """
                A.java:12: error: [AwaitInSynchronized] await cannot suspend while the method holds a monitor; move \
                the await out of the synchronized block, and copy what it needs from there to a local variable; or hold a dev.weft.sync.Mutex \
                in place of the monitor, which belongs to the task and can be held during an await
                            balance = await(read(account));
                                           ^
                A.java:21: warning: [LockHeldAcrossAwait] a lock is held during an await, while other tasks run on \
                this thread (it was locked on line 19); unlock it before the \
                await; or use a dev.weft.sync.Mutex or RwLock, which belongs to the task and lets the others of the loop wait for it
                            balance = await(read(account));
                                           ^
                1 error
                1 warning
                """);
    }

    @Test
    void returnsATaskBeforeItUnlocks() {
        prints("""
                import dev.weft.*;
                import java.util.concurrent.locks.*;

                public class A {
                    private final Lock lock = new ReentrantLock();

                    @Async
                    Task<Integer> load() {
                        synchronized (this) {
                            return read();
                        }
                    }

                    @Async
                    Task<Integer> reload() {
                        lock.lock();
                        try {
                            return read();
                        } finally {
                            lock.unlock();
                        }
                    }

                    @Async
                    Task<Integer> read() {
                        return Task.of(1);
                    }
                }
                """, """
                A.java:10: error: [AwaitInSynchronized] await cannot suspend while the method holds a monitor \
                (returning a task awaits it here); move the await out of the synchronized block, and copy what it \
                needs from there to a local variable; or hold a dev.weft.sync.Mutex \
                in place of the monitor, which belongs to the task and can be held during an await
                            return read();
                            ^
                A.java:18: warning: [LockHeldAcrossAwait] a lock is held during an await, while other tasks run on \
                this thread (returning a task awaits it here, and it was locked on line 16); unlock it before the \
                await; or use a dev.weft.sync.Mutex or RwLock, which belongs to the task and lets the others of the loop wait for it
                            return read();
                            ^
                1 error
                1 warning
                """);
    }

    @Test
    void loadsInTheConstructor() {
        prints("""
                import static dev.weft.Weft.*;
                import dev.weft.*;

                public class A {
                    private static final String DEFAULT = await(find("nobody"));
                    private final String user;

                    A(String name) {
                        user = await(find(name));
                    }

                    @Async
                    static Task<String> find(String name) {
                        return Task.of(name + DEFAULT);
                    }
                }
                """, """
                A.java:5: error: [AwaitInStaticInitializer] await cannot suspend a static initialiser, which runs \
                while the JVM holds the class's lock; await in an @Async method and keep the result there
                    private static final String DEFAULT = await(find("nobody"));
                                                               ^
                A.java:9: error: [AwaitInConstructor] await cannot suspend a constructor; await in a static @Async \
                factory method and pass the result to the constructor
                        user = await(find(name));
                                    ^
                2 errors
                """);
    }

    @Test
    void awaitsOneTaskTwice() {
        prints("""
                import static dev.weft.Weft.*;
                import dev.weft.*;
                import java.io.IOException;

                public class A {
                    @Async
                    static Task<String> fetch(String page) throws IOException {
                        return Task.of(page);
                    }

                    @Async
                    static Task<String> fetchWithRetry(String page) throws IOException {
                        Task<String> attempt = fetch(page);
                        try {
                            return Task.of(await(attempt));
                        } catch (IllegalStateException e) {
                            return Task.of(await(attempt));
                        }
                    }
                }
                """, """
                A.java:17: error: [TaskAwaitedTwice] a Task runs once, as does a sleep, a read and the like, and awaiting \
                it again throws IllegalStateException (attempt was used on line 15 already); keep the result instead of the task; \
                or spawn it, and await the ScheduledTask as often as you like; or call the async method again
                            return Task.of(await(attempt));
                                                ^
                1 error
                """);
    }

    @Test
    void blocksForTheFutureOfALibrary() {
        prints("""
                import static dev.weft.Weft.*;
                import dev.weft.*;
                import java.util.concurrent.CompletableFuture;

                public class A {
                    @Async
                    static Task<Integer> twice(CompletableFuture<Integer> answer) throws Exception {
                        return Task.of(answer.get() + run(once(answer)));
                    }

                    @Async
                    static Task<Integer> once(CompletableFuture<Integer> answer) {
                        return Task.of(await(answer));
                    }
                }
                """, """
                A.java:8: warning: [BlockingCallInAsync] this call blocks the thread, and with it every task of its \
                event loop (CompletableFuture.get, where you could use await); await something instead, or give the \
                call to another thread, as in await(blocking(() -> ...))
                        return Task.of(answer.get() + run(once(answer)));
                                                 ^
                A.java:8: warning: [BlockingCallInAsync] this call blocks the thread, and with it every task of its \
                event loop (Weft.run, where you could use await, or spawn for the background; on the thread of a loop this \
                does not block but throws IllegalStateException); await something instead, or give the call to another \
                thread, as in await(blocking(() -> ...))
                        return Task.of(answer.get() + run(once(answer)));
                                                         ^
                2 warnings
                """);
    }

    @Test
    void mapsWithAMethodReference() {
        prints("""
                import static dev.weft.Weft.*;
                import dev.weft.*;
                import java.util.*;

                public class A {
                    interface Prices {
                        @Async
                        Task<Integer> of(String item);
                    }

                    @Async
                    static Task<List<Integer>> all(Prices prices, List<String> items) {
                        return Task.of(items.stream().map(prices::of).<Integer>map(Weft::await).toList());
                    }
                }
                """, """
                A.java:8: error: [AsyncOnAbstractOrNative] an abstract or native method has no body to weave; \
                remove @Async here, and put it on the methods that implement it
                        Task<Integer> of(String item);
                                      ^
                A.java:13: error: [AwaitMethodReference] a method reference to await cannot suspend, because the \
                code that calls it is not woven; call await in a loop of an @Async method, or in a lambda that \
                returns a task; or let gather await them all
                        return Task.of(items.stream().map(prices::of).<Integer>map(Weft::await).toList());
                                                                                   ^
                2 errors
                """);
    }

    @Test
    void makesTheWholeMethodSynchronized() {
        prints("""
                import static dev.weft.Weft.*;
                import dev.weft.*;

                public class A {
                    private static final ThreadLocal<String> USER = new ThreadLocal<>();

                    @Async
                    synchronized Task<String> handle(String user) {
                        USER.set(user);
                        await(yieldNow());
                        return Task.of("Hello " + USER.get());
                    }
                }
                """, """
                A.java:8: error: [AsyncSynchronizedMethod] an async method cannot be synchronized, because it \
                cannot suspend while it holds a monitor; remove synchronized, and hold a dev.weft.sync.Mutex, \
                which belongs to the task; or guard what needs it in a block without await
                    synchronized Task<String> handle(String user) {
                                              ^
                A.java:10: warning: [ThreadLocalAcrossAwait] a ThreadLocal keeps its value during an await, where \
                other tasks of the thread see and change it (it was set on line 9); pass the value as an argument, \
                or bind a ContextKey, which belongs to the task; or remove it before the await, and set it again behind it
                        await(yieldNow());
                             ^
                1 error
                1 warning
                """);
    }

    private static void prints(String program, String expected) {
        assertEquals(expected, Javac.print("A", program));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import static dev.weft.javac.check.RuleTester.check;

import java.util.List;
import org.junit.jupiter.api.Test;

class BlockingCallInAsyncTest {
    @Test
    void reportsWaitingForTimeAndThreads() {
        check("""
                @Async Task<Void> async(Thread thread, CountDownLatch latch, Semaphore semaphore, Condition condition,
                        Process process, CyclicBarrier barrier) throws Exception {
                    Thread.sleep(1); // BlockingCallInAsync
                    TimeUnit.SECONDS.sleep(1); // BlockingCallInAsync
                    thread.join(); // BlockingCallInAsync
                    latch.await(); // BlockingCallInAsync
                    latch.await(1, TimeUnit.SECONDS); // BlockingCallInAsync
                    barrier.await(); // BlockingCallInAsync
                    semaphore.acquire(); // BlockingCallInAsync
                    condition.await(); // BlockingCallInAsync
                    process.waitFor(); // BlockingCallInAsync
                    synchronized (latch) {
                        latch.wait(); // BlockingCallInAsync
                    }
                    return Task.done();
                }
                """);
    }

    @Test
    void reportsWaitingForResults() {
        check("""
                static class MyQueue<T> extends LinkedBlockingQueue<T> {
                    @Override public T take() throws InterruptedException { return super.take(); }
                }
                @Async Task<Integer> async(Future<Integer> future, MyQueue<Integer> queue, ExecutorService executor)
                        throws Exception {
                    int n = future.get() // BlockingCallInAsync
                            + stage().join() // BlockingCallInAsync
                            + stage().get(1, TimeUnit.SECONDS) // BlockingCallInAsync
                            + run(work()) // BlockingCallInAsync
                            + work().block() // BlockingCallInAsync
                            + queue.take(); // BlockingCallInAsync
                    queue.put(n); // BlockingCallInAsync
                    queue.poll(1, TimeUnit.SECONDS); // BlockingCallInAsync
                    executor.invokeAll(List.of()); // BlockingCallInAsync
                    return Task.of(n);
                }
                """);
    }

    @Test
    void reportsFilesSocketsAndDatabases() {
        check("""
                @Async Task<String> async(Path path, InputStream in, BufferedReader reader, java.sql.Connection db,
                        java.net.http.HttpClient http, java.net.http.HttpRequest request) throws Exception {
                    in.read(new byte[1]); // BlockingCallInAsync
                    System.in.read(); // BlockingCallInAsync
                    reader.readLine(); // BlockingCallInAsync
                    new FileInputStream("x").readAllBytes(); // BlockingCallInAsync
                    Files.writeString(path, "x"); // BlockingCallInAsync
                    http.send(request, null); // BlockingCallInAsync
                    Socket socket = new Socket("host", 1); // BlockingCallInAsync
                    socket.connect(null); // BlockingCallInAsync
                    try (var statement = db.createStatement(); // BlockingCallInAsync
                            var rows = statement.executeQuery("")) { // BlockingCallInAsync
                        rows.next(); // BlockingCallInAsync
                        rows.getString(1);
                    }
                    return Task.of(Files.readString(path)); // BlockingCallInAsync
                }
                """);
    }

    @Test
    void reportsWhateverAsksTheDiskForAFile() {
        check("""
                @Async Task<String> async(Path path, File file) throws Exception {
                    Path copy = Files.createTempFile("a", "b"); // BlockingCallInAsync
                    Files.createTempDirectory("a"); // BlockingCallInAsync
                    Files.createDirectories(path); // BlockingCallInAsync
                    Files.move(copy, path); // BlockingCallInAsync
                    Files.delete(copy); // BlockingCallInAsync
                    Files.deleteIfExists(copy); // BlockingCallInAsync
                    try (var list = Files.list(path); // BlockingCallInAsync
                            var in = Files.newBufferedReader(path)) { // BlockingCallInAsync
                        in.ready();
                    }
                    if (Files.exists(path) && Files.size(path) > 0) { // BlockingCallInAsync, BlockingCallInAsync
                        file.delete(); // BlockingCallInAsync
                    }
                    file.listFiles(); // BlockingCallInAsync
                    file.mkdirs(); // BlockingCallInAsync
                    return Task.of(file.getName() + path.getFileName() + file.getAbsolutePath() + file.toPath());
                }
                """);
    }

    @Test
    void isSilentAboutTheLookupOfAnAddress() {
        check("""
                static final String GROUP = "239.7.7.7";
                @Async Task<Void> async(String host) throws Exception {
                    InetAddress.getByName("239.7.7.7");
                    InetAddress.getByName("::1");
                    InetAddress.getByName("[ff02::1]");
                    InetAddress.getAllByName(GROUP);
                    InetAddress.getByName(host); // BlockingCallInAsync
                    InetAddress.getByName("localhost"); // BlockingCallInAsync
                    InetAddress.getByName("239.7.7.700"); // BlockingCallInAsync
                    InetAddress.getByName("beef.cafe"); // BlockingCallInAsync
                    return Task.done();
                }
                """);
    }

    @Test
    void reportsCredentialsThatAreMadeOnTheLoop() {
        check("""
                @Async Task<Void> async(dev.weft.tls.Credentials credentials) {
                    await(blocking(() -> credentials.context()));
                    credentials.context(); // BlockingCallInAsync
                    return Task.done();
                }
                """);
    }

    @Test
    void isSilentInALambdaThatOnlyHasAnAsyncLambdaInside() {
        check("""
                Callable<Task<Integer>> outer() {
                    return () -> {
                        Thread.sleep(1);
                        Callable<Task<Integer>> inner = () -> {
                            Thread.sleep(1); // BlockingCallInAsync
                            return Task.of(await(work()));
                        };
                        return inner.call();
                    };
                }
                """);
    }

    @Test
    void isSilentAboutCallsThatDoNotBlock() {
        check("""
                static class Service {
                    void wait(String who) {}
                    int join() { return 1; }
                    int get() { return 1; }
                }
                @Async Task<Integer> async(CompletableFuture<Integer> future, BlockingQueue<Integer> queue,
                        Service service, Semaphore semaphore, Map<String, Integer> map) throws Exception {
                    future.getNow(1);
                    future.complete(2);
                    queue.poll();
                    queue.offer(1);
                    semaphore.tryAcquire();
                    semaphore.release();
                    service.wait("me");
                    new ByteArrayInputStream(new byte[1]).readAllBytes();
                    new StringReader("x").read();
                    new Socket();
                    System.out.println(String.join(",", "a") + Path.of("x").getFileName() + map.get("x"));
                    Thread.currentThread().interrupt();
                    return Task.of(service.join() + service.get() + await(future));
                }
                """);
    }

    @Test
    void looksAtTheInnermostMethodOrLambda() {
        check("""
                void plain() throws Exception {
                    Thread.sleep(1);
                    Supplier<Task<Integer>> async = () -> {
                        stage().join(); // BlockingCallInAsync
                        return Task.of(await(work()));
                    };
                    Supplier<CompletableFuture<Integer>> notAsync = () -> {
                        return CompletableFuture.completedFuture(stage().join());
                    };
                    new Object() {
                        @Async Task<Integer> call() {
                            return Task.of(stage().join()); // BlockingCallInAsync
                        }
                    };
                }
                @Async Task<Integer> async(Executor executor) {
                    Callable<Integer> later = () -> { Thread.sleep(1); return 1; };
                    return Task.of(await(CompletableFuture.supplyAsync(() -> stage().join(), executor)));
                }
                interface I {
                    @Async default Task<Integer> call() { return Task.of(stage().join()); } // BlockingCallInAsync
                }
                record R() {
                    @Async Task<Integer> call() { return Task.of(stage().join()); } // BlockingCallInAsync
                }
                """);
    }

    @Test
    void takesAnOptionForMoreMethodsAndFewer() {
        check("""
                static class Db { void query() {} void close() {} void get(int n) {} void get(int n, int m) {} }
                static class Other extends Db { @Override void query() {} void more() {} }
                static class Cache { static void load() {} Cache() {} }
                @Async Task<Void> async(Db db, Other other) throws Exception {
                    db.query(); // BlockingCallInAsync
                    other.query(); // BlockingCallInAsync
                    other.more();
                    db.close();
                    db.get(1);
                    db.get(1, 2); // BlockingCallInAsync
                    Cache.load(); // BlockingCallInAsync
                    new Cache(); // BlockingCallInAsync
                    Thread.sleep(1);
                    Thread.currentThread().join(); // BlockingCallInAsync
                    return Task.done();
                }
                """, List.of("-Aweft.blocking=p.A.Db#query;p.A.Db#get/2;p.A.Cache;!java.lang.Thread#sleep"));
    }

    @Test
    void isSilentAboutReadersOfMemory() {
        check("""
                @Async Task<Void> async(String text, byte[] bytes) throws IOException {
                    new BufferedReader(new StringReader(text)).readLine();
                    new BufferedReader(new InputStreamReader(new ByteArrayInputStream(bytes), "UTF-8")).lines();
                    (new LineNumberReader(new CharArrayReader(text.toCharArray()))).readLine();
                    new DataInputStream(new BufferedInputStream(new ByteArrayInputStream(bytes))).read();
                    new Scanner(text).nextLine();
                    InputStream in = new ByteArrayInputStream(bytes);
                    Reader reader = new InputStreamReader(in);
                    reader.read();
                    try (BufferedReader lines = new BufferedReader(reader)) {
                        lines.readLine();
                        Runnable later = () -> lines.lines();
                    }
                    return Task.done();
                }
                """);
    }

    @Test
    void reportsReadersOfWhatMayBeElsewhere() {
        check("""
                static class Slow extends FilterReader { Slow(Reader in) { super(in); } }
                @Async Task<Void> async(String text, Reader given, File file) throws IOException {
                    new BufferedReader(new FileReader(text)).readLine(); // BlockingCallInAsync
                    new BufferedReader(given).readLine(); // BlockingCallInAsync
                    new BufferedReader(new Slow(new StringReader(text))).readLine(); // BlockingCallInAsync
                    new Scanner(System.in).nextLine(); // BlockingCallInAsync
                    Reader changed = new StringReader(text);
                    changed = given;
                    changed.read(); // BlockingCallInAsync
                    Reader later;
                    later = new StringReader(text);
                    later.read(); // BlockingCallInAsync
                    return Task.done();
                }
                """);
    }

    @Test
    void isSilentAboutFuturesThatHaveBeenAwaited() {
        check("""
                final CompletableFuture<Integer> field = new CompletableFuture<>();
                @Async Task<Integer> both() throws Exception {
                    var a = CompletableFuture.supplyAsync(() -> 1);
                    var b = CompletableFuture.supplyAsync(() -> 2);
                    await(CompletableFuture.allOf(a, b));
                    return Task.of(a.join() + b.get() + b.get(1, TimeUnit.SECONDS));
                }
                @Async Task<Integer> alone() {
                    var a = stage();
                    try {
                        await(a);
                    } catch (IllegalStateException e) {
                        return Task.of(a.join());
                    }
                    await(field);
                    return Task.of(a.join() + this.field.join());
                }
                @Async Task<Integer> byWhatIsMadeOfThem() {
                    var a = stage();
                    var b = stage();
                    var c = stage();
                    var all = CompletableFuture.allOf(a, b.thenCombine(c, Integer::sum)).thenApply(v -> v);
                    await(all);
                    return Task.of(a.join() + b.join() + c.join());
                }
                @Async Task<Integer> many(List<CompletableFuture<Integer>> list, CompletableFuture<Integer>[] array) {
                    await(CompletableFuture.allOf(list.toArray(new CompletableFuture[0])));
                    await(CompletableFuture.allOf(array));
                    int n = list.get(0).join() + array[1].join();
                    for (var each : list) {
                        n += each.join();
                    }
                    return Task.of(n);
                }
                """);
    }

    @Test
    void isSilentAboutWhatSaysThatItIsDone() {
        check("""
                @Async Task<Integer> asked(Future<Integer> future, Process process, Thread thread) throws Exception {
                    var a = stage();
                    if (a.isDone()) return Task.of(a.join());
                    if (!(future.isDone() && a.isDone())) {
                        await(sleep(Duration.ofMillis(1)));
                    } else {
                        return Task.of(future.get() + a.join());
                    }
                    int n = future.isDone() ? future.get() : 0;
                    while (!future.isDone()) await(sleep(Duration.ofMillis(1)));
                    do {
                        await(sleep(Duration.ofMillis(1)));
                    } while (process.isAlive());
                    if (!thread.isAlive()) thread.join();
                    return Task.of(n + future.get() + process.waitFor());
                }
                @Async Task<Integer> ended(Future<Integer> future, Process process) throws Exception {
                    CompletableFuture<Integer> a = CompletableFuture.completedFuture(3), b = new CompletableFuture<>();
                    var c = a;
                    b.complete(1);
                    future.cancel(true);
                    await(process.onExit());
                    return Task.of(a.join() + b.join() + c.join() + future.get() + process.waitFor()
                            + CompletableFuture.completedFuture(4).join());
                }
                """);
    }

    @Test
    void reportsWhatMayNotBeDone() {
        check("""
                CompletableFuture<Integer> field = stage();
                @Async Task<Integer> others(Future<Integer> future, List<CompletableFuture<Integer>> list, boolean b)
                        throws Exception {
                    var a = stage();
                    var c = stage();
                    await(CompletableFuture.anyOf(a, c));
                    int n = a.join(); // BlockingCallInAsync
                    if (!future.isDone()) n += future.get(); // BlockingCallInAsync
                    if (b) await(c);
                    n += c.join(); // BlockingCallInAsync
                    await(c);
                    c = stage();
                    n += c.join(); // BlockingCallInAsync
                    await(stage());
                    n += stage().join(); // BlockingCallInAsync
                    await(field);
                    await(work());
                    n += field.join(); // BlockingCallInAsync
                    for (var each : list) {
                        n += each.join(); // BlockingCallInAsync
                    }
                    await(CompletableFuture.allOf(list.toArray(CompletableFuture[]::new)));
                    list.add(stage());
                    return Task.of(n + list.get(0).join()); // BlockingCallInAsync
                }
                @Async Task<Integer> replacedInALoop(boolean b) {
                    var a = CompletableFuture.completedFuture(1);
                    int n = 0;
                    while (n < 9) {
                        n += a.join(); // BlockingCallInAsync
                        a = stage();
                    }
                    return Task.of(n);
                }
                """);
    }
}

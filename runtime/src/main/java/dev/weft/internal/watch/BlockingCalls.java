// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.watch;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The calls that are known to block a thread, and what to do in place of each. */
final class BlockingCalls {
    private static final String ON_POOL = "Have a pool wait in its place: await(blocking(() -> ...))";
    private static final String SYNC = "Use what dev.weft.sync has for it, which waits without a thread";
    private static final String NET = "Use dev.weft.net, or await(blocking(() -> ...))";

    private static final List<Row> ROWS = List.of(
            row(
                    "java\\.lang\\.Thread\\.(sleep|join)|java\\.util\\.concurrent\\.TimeUnit\\.sleep",
                    "To wait for a time, await(sleep(...)); for a thread, await(blocking(() -> ...))"),
            row("java\\.util\\.concurrent\\.CompletableFuture\\.(get|join)", "Await the future itself: await(future)"),
            row(
                    "java\\.util\\.concurrent\\.(FutureTask|ForkJoinTask)\\.(get|join|invoke)|.*Future\\.(get|join|sync|await)\\w*"
                            + "|java\\.util\\.concurrent\\.\\w*Executor\\w*\\.(invokeAll|invokeAny|awaitTermination|close)",
                    "Await a CompletableFuture of the same work, or await(blocking(() -> ...))"),
            row(
                    "java\\.util\\.concurrent\\.locks\\.\\w*Lock(\\$\\w+)?\\.(lock|tryLock|readLock|writeLock)\\w*",
                    "Use dev.weft.sync.Mutex or RwLock, which a task awaits"),
            row(
                    "java\\.util\\.concurrent\\.\\w*(Queue|Deque)\\.(take|put|poll|offer|transfer)\\w*",
                    "Use dev.weft.sync.Channel or Queue, which a task awaits"),
            row(
                    "java\\.util\\.concurrent\\.(CountDownLatch|Semaphore|CyclicBarrier|Phaser|Exchanger)\\.\\w+"
                            + "|java\\.util\\.concurrent\\.locks\\.\\w+\\$ConditionObject\\.await\\w*|java\\.lang\\.Object\\.wait",
                    SYNC),
            row(
                    "jdk\\.internal\\.net\\.http\\.HttpClientImpl\\.send|jdk\\.internal\\.net\\.http\\.HttpClientFacade\\.send",
                    "Await what sendAsync(...) of the client gives"),
            row("java\\.lang\\.Process(Impl)?\\.waitFor", "Await process.onExit()"),
            row("\\w[\\w.$]*\\.jdbc\\w*\\.[\\w.$]+|java\\.sql\\.[\\w.$]+", ON_POOL),
            row("java\\.net\\.InetAddress\\.get\\w*ByName\\w*", ON_POOL),
            row(
                    "java\\.net\\.(Server)?Socket(\\$\\w+)?\\.\\w+|sun\\.nio\\.ch\\.(NioSocketImpl|SocketChannelImpl|ServerSocketChannelImpl)\\.\\w+"
                            + "|sun\\.net\\.www\\.protocol\\.[\\w.$]+",
                    NET),
            row(
                    "java\\.nio\\.file\\.Files\\.\\w+|java\\.io\\.(File(Input|Output)Stream|RandomAccessFile|File|Console)\\.\\w+"
                            + "|sun\\.nio\\.ch\\.FileChannelImpl\\.\\w+",
                    ON_POOL),
            row("java\\.util\\.concurrent\\.locks\\.LockSupport\\.park\\w*", SYNC));

    private BlockingCalls() {}

    private record Row(Pattern method, String instead) {}

    /**
     * A call that blocks.
     *
     * @param name as {@code Thread.sleep}
     * @param instead what to do in its place, a sentence
     */
    record Known(String name, String instead) {}

    private static Row row(String method, String instead) {
        return new Row(Pattern.compile(method), instead);
    }

    /** Finds the call in a stack, innermost first: the outermost that the program itself, or a library, has made of the JDK or of a driver. */
    static Optional<Known> in(List<StackTraceElement> lines) {
        Optional<Known> found = Optional.empty();
        for (StackTraceElement line : lines) {
            Optional<Known> known = of(line);
            if (known.isEmpty() && !isOfJdk(line)) {
                return found;
            }
            found = known.isPresent() ? known : found;
        }
        return found;
    }

    private static Optional<Known> of(StackTraceElement line) {
        String method = line.getClassName() + '.' + line.getMethodName();
        return ROWS.stream()
                .filter(row -> row.method.matcher(method).matches())
                .findFirst()
                .map(row -> new Known(shortName(line), row.instead));
    }

    /** As people write it, {@code Thread.sleep}, and of a nested class the outer one. */
    private static String shortName(StackTraceElement line) {
        String owner = line.getClassName().replaceAll("\\$.*", "");
        return owner.substring(owner.lastIndexOf('.') + 1) + '.' + line.getMethodName();
    }

    /** Whether a line is of the JDK. */
    static boolean isOfJdk(StackTraceElement line) {
        String owner = line.getClassName();
        return owner.startsWith("java.") || owner.startsWith("jdk.") || owner.startsWith("sun.");
    }
}

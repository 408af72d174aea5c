// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.stress;

import dev.weft.EventLoop;
import dev.weft.Task;
import dev.weft.Weft;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Opens sockets and loses them in each way, and counts what the process has open. Argument: how many rounds of each. */
final class Descriptors {
    private static final Path TABLE = Path.of("/proc/self/fd");
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final Log log = new Log();
    private int failed;

    private Descriptors() {}

    public static void main(String[] arguments) throws Exception {
        if (!Files.isDirectory(TABLE)) {
            System.out.println("skipped\tthe system does not list file descriptors");
            return;
        }
        Descriptors all = new Descriptors();
        int rounds = Integer.parseInt(arguments[0]);
        try (EchoServer echo = new EchoServer();
                Peers peers = new Peers(echo.address())) {
            for (Loss loss : Loss.values()) {
                echo.settle();
                all.run(loss, rounds, round -> loss.round(peers, round));
            }
        }
        System.out.println("runs\t" + rounds * Loss.values().length);
        System.exit(all.failed == 0 ? 0 : 1);
    }

    private interface Rounds {
        Task<Void> main(int round) throws Exception;
    }

    private void run(Loss loss, int rounds, Rounds mains) throws Exception {
        log.clear();
        long left = loss.isLeftToTheLoop() ? onOneLoopEach(rounds, mains) : onOneLoop(rounds, mains);
        if (left != 0) {
            fail(loss + ": " + left + " descriptors are left of " + rounds + " rounds");
        }
        log.unexpected().forEach(line -> fail(loss + " warns: " + line));
    }

    /** Returns how many are left while the loop is open, which would close them. */
    private static long onOneLoop(int rounds, Rounds mains) throws Exception {
        try (EventLoop loop = EventLoop.create()) {
            loop.post(() -> watchOnce(loop));
            loop.run(Weft.sleep(Duration.ofMillis(1)));
            long before = open();
            for (int round = 0; round < rounds; round++) {
                loop.run(mains.main(round));
            }
            return settled(before, () -> loop.run(Weft.sleep(Duration.ofMillis(1)))) - before;
        }
    }

    /** Has the loop open its selector, which it does when it watches a channel for the first time. */
    private static void watchOnce(EventLoop loop) {
        try (DatagramChannel channel = DatagramChannel.open()) {
            channel.configureBlocking(false);
            loop.watch(channel, SelectionKey.OP_READ, ready -> {}).cancel();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Returns how many are open when each loop has been closed. */
    private static long onOneLoopEach(int rounds, Rounds mains) throws Exception {
        long before = open();
        for (int round = 0; round < rounds; round++) {
            try (EventLoop loop = EventLoop.create()) {
                loop.run(mains.main(round));
            }
        }
        return settled(before, Thread::onSpinWait) - before;
    }

    private void fail(String what) {
        failed++;
        System.out.println("failed\t" + what);
    }

    /** Counts again until the loops have let go, and the server has seen that its clients are gone; or they never do. */
    private static long settled(long expected, Runnable meanwhile) throws IOException {
        long begin = System.nanoTime();
        long now = open();
        while (now != expected && System.nanoTime() - begin < PATIENCE_NANOS) {
            meanwhile.run();
            now = open();
        }
        return now;
    }

    /** Sockets, and what selectors have. */
    private static long open() throws IOException {
        try (Stream<Path> entries = Files.list(TABLE)) {
            return entries.filter(Descriptors::isCounted).count();
        }
    }

    private static boolean isCounted(Path entry) {
        try {
            String target = Files.readSymbolicLink(entry).toString();
            return target.startsWith("socket:") || target.startsWith("anon_inode:");
        } catch (IOException gone) {
            return false;
        }
    }
}

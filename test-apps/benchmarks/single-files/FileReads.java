// SPDX-License-Identifier: Apache-2.0
import com.sun.management.OperatingSystemMXBean;
import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.Waiter;
import dev.weft.Weft;
import dev.weft.spi.SingleUse;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.CompletionHandler;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Reads at random places of a file, so many at a time, on one loop. Arguments: the file; pool, channel-own-pool (of 64 threads, as the
 * pool of blocking(...) has) or channel; the size of a read; how many are under way; how many there are. Prints the best of three rounds
 * after three of warm-up.
 */
public final class FileReads {
    interface Reader {
        Awaitable<Integer> read(ByteBuffer target, long position);
    }

    public static void main(String[] args) throws Exception {
        Path file = Path.of(args[0]);
        Reader reader = reader(file, args[1]);
        int size = Integer.parseInt(args[2]);
        int atOnce = Integer.parseInt(args[3]);
        int count = Integer.parseInt(args[4]);
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        double wall = Double.MAX_VALUE;
        double cpu = 0;
        EventLoop loop = EventLoop.create();
        for (int round = 0; round < 6; round++) {
            long cpuBefore = system.getProcessCpuTime();
            long before = System.nanoTime();
            loop.run(new Reads(loop, reader, size, atOnce, count, Files.size(file) / size));
            double took = (System.nanoTime() - before) / 1e3 / count;
            if (round >= 3 && took < wall) {
                wall = took;
                cpu = (system.getProcessCpuTime() - cpuBefore) / 1e3 / count;
            }
        }
        System.out.printf(
                "JDK %d, %s, %d bytes, %d at once: %.1f us, of the processor %.1f us%n",
                Runtime.version().feature(), args[1], size, atOnce, wall, cpu);
        System.exit(0);
    }

    private static Reader reader(Path file, String way) throws Exception {
        if (way.equals("pool")) {
            FileChannel channel = FileChannel.open(file);
            return (target, position) -> onPool(channel, target, position);
        }
        AsynchronousFileChannel channel = way.equals("channel")
                ? AsynchronousFileChannel.open(file)
                : AsynchronousFileChannel.open(
                        file,
                        Set.of(StandardOpenOption.READ),
                        new ThreadPoolExecutor(64, 64, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>()));
        return (target, position) -> new ChannelRead(channel, target, position);
    }

    private static Awaitable<Integer> onPool(FileChannel channel, ByteBuffer target, long position) {
        try {
            return Weft.blocking(() -> channel.read(target, position));
        } catch (Exception neverHere) {
            throw new IllegalStateException(neverHere);
        }
    }

    private static final class ChannelRead extends SingleUse<Integer> implements CompletionHandler<Integer, Void> {
        private final AsynchronousFileChannel channel;
        private final ByteBuffer target;
        private final long position;
        private volatile Object outcome;
        private Waiter waiter;

        ChannelRead(AsynchronousFileChannel channel, ByteBuffer target, long position) {
            this.channel = channel;
            this.target = target;
            this.position = position;
        }

        @Override
        protected void begin(Waiter waits) {
            waiter = waits;
            channel.read(target, position, null, this);
        }

        @Override
        public void completed(Integer count, Void nothing) {
            outcome = count;
            waiter.wake();
        }

        @Override
        public void failed(Throwable thrown, Void nothing) {
            outcome = thrown;
            waiter.wake();
        }

        @Override
        protected boolean tryComplete() {
            return outcome != null;
        }

        @Override
        protected Integer value() {
            return (Integer) outcome;
        }

        @Override
        protected String operation() {
            return "read";
        }
    }

    private static final class Reads extends SingleUse<Void> {
        private final EventLoop loop;
        private final Reader reader;
        private final int size;
        private final int atOnce;
        private final int count;
        private final long places;
        private final Random random = new Random(1);
        private int begun;
        private int ended;

        Reads(EventLoop loop, Reader reader, int size, int atOnce, int count, long places) {
            this.loop = loop;
            this.reader = reader;
            this.size = size;
            this.atOnce = atOnce;
            this.count = count;
            this.places = places;
        }

        @Override
        protected void begin(Waiter waiter) {
            for (int i = 0; i < atOnce; i++) {
                next(ByteBuffer.allocate(size));
            }
        }

        private void next(ByteBuffer target) {
            if (begun++ < count) {
                target.clear();
                Awaitable<Integer> read = reader.read(target, (long) (random.nextDouble() * places) * size);
                read.subscribe(() -> loop.post(() -> ended(read, target)));
            }
        }

        private void ended(Awaitable<Integer> read, ByteBuffer target) {
            try {
                if (!read.isReady() || read.result() != size) {
                    throw new IllegalStateException("a short read");
                }
            } catch (Exception failed) {
                fail(failed);
                return;
            }
            if (++ended == count) {
                complete();
            } else {
                next(target);
            }
        }

        @Override
        protected Void value() {
            return null;
        }

        @Override
        protected String operation() {
            return "reads";
        }
    }
}

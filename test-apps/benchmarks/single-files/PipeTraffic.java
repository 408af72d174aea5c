// SPDX-License-Identifier: Apache-2.0
import com.sun.management.OperatingSystemMXBean;
import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.Waiter;
import dev.weft.io.ByteStream;
import dev.weft.process.Command;
import dev.weft.process.Subprocess;
import dev.weft.spi.SingleUse;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;

/**
 * Sends 64 bytes to cat and reads them back, again and again; then reads 512 MiB that another process writes. Arguments: plain or weft; how
 * often. Prints the last of three rounds.
 */
public final class PipeTraffic {
    private static final int MUCH = 512 << 20;
    private static final String[] WRITES_MUCH = {"head", "-c", String.valueOf(MUCH), "/dev/zero"};
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    interface Load {
        void run() throws Exception;
    }

    public static void main(String[] args) throws Exception {
        boolean plain = args[0].equals("plain");
        int count = Integer.parseInt(args[1]);
        for (int round = 0; round < 3; round++) {
            double[] trips = measure(plain ? () -> plainTrips(count) : () -> trips(count));
            double[] much = measure(plain ? PipeTraffic::plainMuch : PipeTraffic::much);
            if (round == 2) {
                System.out.printf(
                        "JDK %d, %s: a round trip %.1f us, of the processor %.1f us; %.0f MiB/s, of the processor %.2f s for 512 MiB%n",
                        Runtime.version().feature(),
                        args[0],
                        trips[0] * 1e6 / count,
                        trips[1] * 1e6 / count,
                        512 / much[0],
                        much[1]);
            }
        }
        System.exit(0);
    }

    /** Seconds, and seconds of the processor. */
    private static double[] measure(Load load) throws Exception {
        long cpu = SYSTEM.getProcessCpuTime();
        long before = System.nanoTime();
        load.run();
        return new double[] {(System.nanoTime() - before) / 1e9, (SYSTEM.getProcessCpuTime() - cpu) / 1e9};
    }

    private static void plainTrips(int count) throws Exception {
        Process cat = new ProcessBuilder("cat").start();
        OutputStream out = cat.getOutputStream();
        InputStream in = cat.getInputStream();
        byte[] message = new byte[64];
        for (int i = 0; i < count; i++) {
            out.write(message);
            out.flush();
            in.readNBytes(message, 0, message.length);
        }
        cat.destroy();
    }

    private static void plainMuch() throws Exception {
        InputStream in = new ProcessBuilder(WRITES_MUCH).start().getInputStream();
        byte[] chunk = new byte[64 * 1024];
        while (in.read(chunk) >= 0) {
            continue;
        }
    }

    private static void trips(int count) throws Exception {
        try (EventLoop loop = EventLoop.create()) {
            loop.run(new Trips(loop.run(Command.of("cat").start()), count));
        }
    }

    private static void much() throws Exception {
        try (EventLoop loop = EventLoop.create()) {
            Subprocess head = loop.run(Command.of("head", "-c", String.valueOf(MUCH), "/dev/zero").start());
            loop.run(new All(head.stdout()));
        }
    }

    /** One operation after the other. */
    abstract static class Steps extends SingleUse<Void> {
        private final Waiter again = this::goOn;
        private Awaitable<?> awaited;

        /** Null at the end. */
        abstract Awaitable<?> next(Object last) throws Exception;

        @Override
        protected void begin(Waiter waiter) {
            goOn();
        }

        private void goOn() {
            try {
                Object last = null;
                while (true) {
                    boolean isNew = awaited == null;
                    if (isNew) {
                        awaited = next(last);
                    }
                    if (awaited == null) {
                        complete();
                        return;
                    }
                    if (!awaited.isReady()) {
                        if (isNew) {
                            awaited.subscribe(again);
                        }
                        return;
                    }
                    last = awaited.result();
                    awaited = null;
                }
            } catch (Exception failed) {
                fail(failed);
            }
        }

        @Override
        protected Void value() {
            return null;
        }

        @Override
        protected String operation() {
            return "steps";
        }
    }

    private static final class Trips extends Steps {
        private final Subprocess cat;
        private final int count;
        private int done;
        private boolean isSent;

        Trips(Subprocess cat, int count) {
            this.cat = cat;
            this.count = count;
        }

        @Override
        Awaitable<?> next(Object last) throws Exception {
            if (done == count) {
                return null;
            }
            isSent = !isSent;
            if (isSent) {
                return cat.stdin().write(new byte[64]);
            }
            done++;
            return cat.stdout().readExactly(64);
        }
    }

    private static final class All extends Steps {
        private final ByteStream stream;
        private final ByteBuffer chunk = ByteBuffer.allocate(64 * 1024);

        All(ByteStream stream) {
            this.stream = stream;
        }

        @Override
        Awaitable<?> next(Object last) throws Exception {
            chunk.clear();
            return last instanceof Integer count && count < 0 ? null : stream.read(chunk);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.over;

import dev.weft.internal.LoopInspection;
import dev.weft.internal.StepObserver;
import dev.weft.internal.StepObservers;
import dev.weft.spi.Reports;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A file with all that the loops of the process do, in the Chrome Trace Event format. A thread writes it ten times a second, so what is
 * there after a kill lacks a tenth of a second and the closing bracket, which viewers do without. Loops wait for nothing.
 */
final class TraceFile implements StepObserver.Kind {
    private static final long PERIOD_MILLIS = 100;

    /** Of each loop at most: more than a loop says in a period, but where its steps take less than a microsecond. */
    private static final int BUFFER_BYTES = 1 << 20;

    private final Path path;
    private final TraceOutput out;
    private final long limit;
    private final long zero = System.nanoTime();

    /** Those of the loops that are open, and what is left of others. */
    final Set<TraceBuffer> buffers = ConcurrentHashMap.newKeySet();

    private boolean isOver;

    /**
     * Opens the file, which is overwritten.
     *
     * @param path where it is
     * @param limit how many bytes it may have, and a few more
     */
    TraceFile(Path path, long limit) throws IOException {
        this(
                path,
                Files.newByteChannel(
                        path,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING),
                limit);
    }

    /** Writes into a file that is open and empty. */
    TraceFile(Path path, SeekableByteChannel file, long limit) throws IOException {
        this.path = path;
        this.limit = limit;
        this.out = new TraceOutput(file);
        TraceEvent first = new TraceEvent();
        String process = first.begin('M', 0, "process_name")
                .args("name", LoopTrace.shown(System.getProperty("sun.java.command", "java")))
                .toString();
        write("[" + process.substring(1)); // the first has no comma before it
    }

    /** Observes the loops, and writes, until the process ends or the file is full. */
    void begin() {
        StepObservers.add(this);
        Thread writer = new Thread(null, this::writeOnAndOn, "weft-trace", 0, false);
        writer.setContextClassLoader(null);
        writer.setDaemon(true);
        writer.start();
        Thread last = new Thread(null, this::end, "weft-trace-end", 0, false);
        last.setContextClassLoader(null);
        Runtime.getRuntime().addShutdownHook(last);
    }

    @Override
    public StepObserver of(LoopInspection loop) {
        TraceBuffer buffer = new TraceBuffer(BUFFER_BYTES);
        buffers.add(buffer);
        return new LoopTrace(loop.number(), loop.thread(), zero, buffer);
    }

    private void writeOnAndOn() {
        while (drain()) {
            try {
                Thread.sleep(PERIOD_MILLIS);
            } catch (InterruptedException nobodyInterrupts) {
                end();
            }
        }
    }

    /** Writes what has come; returns whether more may come. */
    synchronized boolean drain() {
        if (isOver) {
            return false;
        }
        try {
            long lost = 0;
            for (TraceBuffer buffer : buffers) {
                lost += drain(buffer);
            }
            if (lost > 0) {
                write(note(lost + " events were lost: there were more than could be written"));
            }
            if (isFull()) {
                write(note("the file has its size, and ends here"));
                end();
            }
        } catch (Throwable failed) { // a full disk, mostly
            Reports.warning("The trace " + path + " ends here, since it could not be written", failed);
            finish();
        }
        return !isOver;
    }

    /** Writes what a loop has said; of one that has closed, for the last time. Returns how many events were lost. */
    private long drain(TraceBuffer buffer) throws IOException {
        if (isFull()) {
            return 0;
        }
        boolean wasClosed = buffer.isClosed();
        long lost = buffer.drainTo(out);
        if (wasClosed) {
            buffers.remove(buffer);
        }
        return lost;
    }

    private boolean isFull() {
        return out.written() > limit;
    }

    /** Writes the end, if nobody has. */
    synchronized void end() {
        if (!isOver && (isFull() || drain())) {
            finish();
        }
    }

    private void finish() {
        isOver = true;
        StepObservers.remove(this);
        buffers.clear();
        try (out) {
            write("\n]\n");
        } catch (IOException failed) {
            Reports.warning("The end of the trace " + path + " could not be written", failed);
        }
    }

    private String note(String text) {
        return new TraceEvent()
                .begin('i', 0, text)
                .with("s", "g")
                .time("ts", System.nanoTime() - zero)
                .args("", null)
                .toString();
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }
}

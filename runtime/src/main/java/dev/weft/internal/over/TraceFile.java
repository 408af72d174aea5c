// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.over;

import dev.weft.internal.LoopInspection;
import dev.weft.internal.StepObserver;
import dev.weft.internal.StepObservers;
import dev.weft.spi.Reports;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A file with all that the loops of the process do, in the Chrome Trace Event format. A thread writes it ten times a second, so what is
 * there after a kill lacks a tenth of a second and the closing bracket, which viewers do without. Loops wait for nothing.
 */
final class TraceFile implements StepObserver.Kind {
    private static final long PERIOD_MILLIS = 100;

    /** Of each of the two arrays of a loop: more than a loop says in a period, but where its steps take less than a microsecond. */
    private static final int BUFFER_BYTES = 1 << 20;

    private final Path path;
    private final OutputStream out;
    private final long limit;
    private final long zero = System.nanoTime();
    private final List<TraceBuffer> buffers = new CopyOnWriteArrayList<>();
    private long written;
    private boolean isOver;

    /**
     * Opens the file, which is overwritten.
     *
     * @param path where it is
     * @param limit how many bytes it may have, and a few more
     */
    TraceFile(Path path, long limit) throws IOException {
        this.path = path;
        this.limit = limit;
        this.out = Files.newOutputStream(path);
        TraceEvent first = new TraceEvent();
        String process = first.begin('M', 0, "process_name")
                .args("name", System.getProperty("sun.java.command", "java"))
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
                lost += buffer.drainTo(new Counting());
            }
            if (lost > 0) {
                write(note(lost + " events were lost: there were more than could be written"));
            }
            if (written > limit) {
                write(note("the file has its size, and ends here"));
                end();
            }
        } catch (IOException failed) { // a full disk, mostly
            isOver = true;
            StepObservers.remove(this);
            Reports.warning("The trace " + path + " ends here, since it could not be written", failed);
        }
        return !isOver;
    }

    /** Writes the end, if nobody has. */
    synchronized void end() {
        if (isOver || !(written > limit || drain())) {
            return;
        }
        isOver = true;
        StepObservers.remove(this);
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
        new Counting().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** The file, whose bytes are counted. Each write is one of whole events. */
    private final class Counting extends OutputStream {
        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
            written += length;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.over;

import dev.weft.debug.DumpOptions;
import dev.weft.internal.LoopInspection;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * A history as text: a line for each transition, the oldest first, for each loop.
 *
 * @param history what to write
 * @param options which lines are written, and of each loop how many at most, the last ones
 */
public record HistoryText(History history, DumpOptions options) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS", Locale.ROOT);

    /**
     * Writes it.
     *
     * @param out where to
     * @throws IOException what {@code out} throws
     */
    public void writeTo(Appendable out) throws IOException {
        Instant now = Instant.now();
        long nanos = System.nanoTime();
        for (LoopInspection loop : LoopInspection.all()) {
            Ring ring = history.shown(loop);
            if (ring != null) {
                write(loop, ring, now.minusNanos(nanos), out);
            } else if (loop.isBlocked()) {
                out.append(heading(loop))
                        .append("  nothing was noted, since it has been blocked all the time; `tree` shows where\n");
            }
        }
    }

    /** Makes each line twice, and keeps none: a million of them are a hundred megabytes. */
    private void write(LoopInspection loop, Ring ring, Instant zero, Appendable out) throws IOException {
        long from = ring.noted();
        int shown = 0;
        while (from > ring.first() && shown < options.limit()) {
            from--;
            if (options.shows(line(loop, ring, from, zero))) {
                shown++;
            }
        }
        String among = ring.first() == 0 ? "" : "the last " + (ring.noted() - ring.first()) + " of ";
        out.append(heading(loop)).append("  " + shown + " of " + among + ring.noted() + " transitions\n");
        for (long number = from; number < ring.noted(); number++) {
            String line = line(loop, ring, number, zero);
            if (options.shows(line)) {
                out.append(line).append('\n');
            }
        }
    }

    private String heading(LoopInspection loop) {
        Thread thread = loop.thread();
        return "loop " + loop.number() + (thread == null ? "" : " on thread " + options.line(thread.getName()));
    }

    private String line(LoopInspection loop, Ring ring, long number, Instant zero) {
        StringBuilder line = new StringBuilder("  ")
                .append(TIME.format(zero.plusNanos(ring.nanos(number)).atZone(ZoneId.systemDefault())));
        if (ring.task(number) != 0) {
            line.append("  #")
                    .append(loop.number())
                    .append('.')
                    .append(Integer.toUnsignedString(ring.task(number)))
                    .append(' ')
                    .append(options.line(ring.name(number)));
        }
        line.append("  ").append(ring.transition(number).inWords());
        StackTraceElement at = ring.line(number);
        return at == null ? line.toString() : line.append(" at ").append(at).toString();
    }
}

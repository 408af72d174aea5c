// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.over;

import dev.weft.debug.DumpOptions;
import dev.weft.internal.LoopInspection;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
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
        for (History.OfLoop of : history.loops()) {
            write(of, now.minusNanos(nanos), out);
        }
    }

    private void write(History.OfLoop of, Instant zero, Appendable out) throws IOException {
        Ring ring = of.ring();
        Deque<String> lines = new ArrayDeque<>();
        for (long number = ring.noted() - 1; number >= ring.first() && lines.size() < options.limit(); number--) {
            String line = line(of, number, zero);
            if (options.shows(line)) {
                lines.addFirst(line);
            }
        }
        out.append(heading(of.loop(), ring, lines.size()));
        for (String line : lines) {
            out.append(line).append('\n');
        }
    }

    private String heading(LoopInspection loop, Ring ring, int shown) {
        Thread thread = loop.thread();
        String on = thread == null ? "" : " on thread " + options.line(thread.getName());
        return "loop " + loop.number() + on + "  " + shown + " of " + ring.noted() + " transitions\n";
    }

    private String line(History.OfLoop of, long number, Instant zero) {
        Ring ring = of.ring();
        StringBuilder line = new StringBuilder("  ")
                .append(TIME.format(zero.plusNanos(ring.nanos(number)).atZone(ZoneId.systemDefault())));
        if (ring.task(number) != 0) {
            line.append("  #")
                    .append(of.loop().number())
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

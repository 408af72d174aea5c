// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.over;

import dev.weft.internal.LoopInspection;
import dev.weft.internal.Transition;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A history as text: a line for each transition, the oldest first, for each loop.
 *
 * @param history what to write
 * @param filter only lines in which it finds something are written; null for all
 * @param limit how many lines of each loop are written at most, the last ones
 */
public record HistoryText(History history, @Nullable Pattern filter, int limit) {
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
        for (long number = ring.noted() - 1; number >= ring.first() && lines.size() < limit; number--) {
            String line = line(of, number, zero);
            if (filter == null || filter.matcher(line).find()) {
                lines.addFirst(line);
            }
        }
        out.append(heading(of.loop(), ring, lines.size()));
        for (String line : lines) {
            out.append(line).append('\n');
        }
    }

    private static String heading(LoopInspection loop, Ring ring, int shown) {
        Thread thread = loop.thread();
        String on = thread == null ? "" : " on thread " + plain(thread.getName());
        return "loop " + loop.number() + on + "  " + shown + " of " + ring.noted() + " transitions\n";
    }

    private static String line(History.OfLoop of, long number, Instant zero) {
        Ring ring = of.ring();
        StringBuilder line = new StringBuilder("  ")
                .append(TIME.format(zero.plusNanos(ring.nanos(number)).atZone(ZoneId.systemDefault())));
        if (ring.task(number) != 0) {
            line.append("  #")
                    .append(of.loop().number())
                    .append('.')
                    .append(Integer.toUnsignedString(ring.task(number)))
                    .append(' ')
                    .append(plain(ring.name(number)));
        }
        line.append("  ").append(word(ring.transition(number)));
        StackTraceElement at = ring.line(number);
        return at == null ? line.toString() : line.append(" at ").append(at).toString();
    }

    private static String word(Transition transition) {
        return transition.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** A name that would break lines, or steer a terminal, is shown with question marks. */
    private static String plain(String name) {
        return name.replaceAll("\\p{Cntrl}", "?");
    }
}

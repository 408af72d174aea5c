// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.watch;

import dev.weft.internal.stack.Excerpt;
import dev.weft.internal.watch.Stall.Of;
import dev.weft.internal.watch.Stall.Phase;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A report on a loop that stalls, in words. */
final class StallText {
    private static final String OTHERS = ". No other task of the loop runs meanwhile. ";

    /** The cure for what blocks in a way that nobody knows. */
    private static final String ELSEWHERE = "Have a pool do it: await(blocking(() -> ...))";

    private StallText() {}

    /**
     * Says that a stall has begun, or goes on.
     *
     * @param held what was held back, as a sentence, or empty
     */
    static String of(Stall stall, Sight sight, Tally ran, String held) {
        String loop = "the event loop of thread \"" + sight.thread() + '"';
        if (stall.of() == Of.TURN) {
            return "A turn of " + loop + " takes long, " + soFar(stall)
                    + ", by many steps of which none does. Timers, sockets and other threads wait meanwhile."
                    + " Have the tasks do less at a time, or a pool do it: await(blocking(() -> ...))." + held
                    + " What ran:" + lines(ran.lines());
        }
        return who(sight) + (stall.phase() == Phase.BEGINS ? " holds up " : " still holds up ") + loop + ", "
                + soFar(stall) + ", " + how(stall, sight) + '.' + held
                + Excerpt.of(sight.lines().stream().map(Sight::plain).toList());
    }

    /** Says that a stall is over. */
    static String ofEnd(Stall stall, Sight sight) {
        String loop = "The event loop of thread \"" + sight.thread() + "\" goes on: ";
        return stall.of() == Of.TURN
                ? loop + "its turn has taken " + time(stall.nanos())
                : loop + who(sight) + " has held it up for " + time(stall.nanos())
                        + (sight.line().isEmpty() ? "" : ", at " + sight.line());
    }

    private static String who(Sight sight) {
        String who = sight.who();
        return Character.toUpperCase(who.charAt(0)) + who.substring(1);
    }

    private static String soFar(Stall stall) {
        return time(stall.nanos()) + " so far";
    }

    /** What holds the loop, and what to do about that. */
    private static String how(Stall stall, Sight sight) {
        if (sight.activity() == Activity.LOADS_CLASSES) {
            return "while it loads classes" + OTHERS + "Load them before the loop runs";
        }
        if (stall.inDoubt()) {
            return "though it waits for nothing, and has had a processor for only " + time(stall.counted())
                    + " of that. The machine may be busy or out of memory, a debugger has stopped the thread, or a class that it needs is"
                    + " initialized by another one";
        }
        if (sight.isForMonitor() && sight.isInWeft()) {
            return "waiting for a lock of Weft, which another thread has that spawns, or calls the same for the first time"
                    + OTHERS + "The machine may be busy";
        }
        if (sight.isForMonitor()) {
            return "waiting for a monitor that another thread has" + OTHERS
                    + "Where a lock is held for long, use dev.weft.sync.Mutex, which a task awaits";
        }
        Optional<BlockingCalls.Known> call = BlockingCalls.in(sight.lines());
        if (sight.isInWeft() && (call.isPresent() || sight.activity() != Activity.RUNS)) {
            return "in " + call.map(BlockingCalls.Known::name).orElse("a call of the system")
                    + ", which Weft makes and which takes no time as a rule" + OTHERS + "The machine may be busy";
        }
        return call.map(known -> "in " + known.name() + OTHERS + known.instead())
                .orElseGet(() -> unknown(stall, sight));
    }

    private static String unknown(Stall stall, Sight sight) {
        if (sight.activity() != Activity.RUNS) {
            return "in a call that blocks" + OTHERS + ELSEWHERE;
        }
        boolean isSlow = stall.counted() < stall.nanos() / 2;
        return "without an await"
                + (isSlow
                        ? " (the machine is busy: it has had a processor for " + time(stall.counted()) + " of that)"
                        : "")
                + OTHERS + ELSEWHERE + ". Or let others run in between: await(yieldNow())";
    }

    private static String lines(List<String> lines) {
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append("\n\t").append(line));
        return text.toString();
    }

    /** A time: {@code 104 ms}, {@code 1.5 s}, {@code 3 min 5 s}. */
    static String time(long nanos) {
        long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
        if (millis < 1_000) {
            return millis + " ms";
        }
        if (millis < 60_000) {
            return String.format(Locale.ROOT, "%.1f s", Math.min(millis, 59_900) / 1_000.0);
        }
        return millis / 60_000 + " min " + millis / 1_000 % 60 + " s";
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.watch;

import dev.weft.internal.LoopInspection;
import dev.weft.internal.watch.Stall.Of;
import dev.weft.internal.watch.Stall.Phase;
import dev.weft.spi.Reports;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Looks at one loop again and again, and reports what {@link Judge} finds. Keeps neither the loop nor anything that it runs. One thread. */
final class LoopWatch {
    private final Judge judge;
    private final Quota quota;
    private final ToLongFunction<Thread> processor;
    private final Consumer<SeenStall> observer;
    private final Tally ran = new Tally();

    /** The stalls that have begun and not ended, and what was seen of them last. */
    private final Map<Of, Told> begun = new EnumMap<>(Of.class);

    /** What was seen last, and in which step. */
    private @Nullable Sight sight;

    private long stepSeen;

    private record Told(Sight sight, boolean isReported) {}

    LoopWatch(long threshold, Quota quota, ToLongFunction<Thread> processor, Consumer<SeenStall> observer) {
        this.judge = new Judge(threshold);
        this.quota = quota;
        this.processor = processor;
        this.observer = observer;
    }

    /**
     * Looks.
     *
     * @param planned how long the watch meant to rest before, in nanoseconds
     * @return whether the next look had better be soon, since the loop is in the turn of the last look, and in no step that was reported
     */
    boolean look(LoopInspection loop, long planned) {
        Reading reading = read(loop, planned);
        boolean stays = judge.isIn(reading.turn());
        judge.look(reading).forEach(stall -> tell(stall, reading, loop.number()));
        return stays && reading.isInTurn() && !begun.containsKey(Of.STEP);
    }

    private Reading read(LoopInspection loop, long planned) {
        int turn = loop.turns();
        long begin = loop.begun();
        Thread thread = loop.hasVirtualTime() || loop.isWaiting() ? null : loop.thread();
        if (thread == null) {
            return new Reading(loop.nanoTime(), planned, turn, begin, 0, Activity.IDLE, Reading.UNKNOWN);
        }
        if (!judge.isIn(turn)) {
            ran.clear();
            return new Reading(loop.nanoTime(), planned, turn, begin, loop.step(), Activity.TURNS, Reading.UNKNOWN);
        }
        CloseLook look = CloseLook.at(loop, thread, processor);
        if (look.activity() != Activity.IDLE) {
            see(look, look.sight(loop));
        }
        return new Reading(loop.nanoTime(), planned, turn, begin, look.step(), look.activity(), look.cpu());
    }

    private void see(CloseLook look, @Nullable Sight seen) {
        if (seen != null) {
            sight = seen;
            stepSeen = look.step();
            if (look.isInCode()) {
                ran.add(seen);
            }
        }
    }

    private void tell(Stall stall, Reading reading, int loop) {
        Told before = begun.remove(stall.of());
        if (stall.phase() == Phase.ENDS) {
            ended(stall, before, loop);
            return;
        }
        Sight seen = sight;
        if (seen == null || (stall.of() == Of.STEP && stepSeen != reading.step())) {
            return; // it has gone on while its stack was read
        }
        observer.accept(SeenStall.of(loop, stall, seen));
        boolean isReported = quota.admits(stall, seen.line(), reading.now());
        if (isReported) {
            Reports.warning(StallText.of(stall, seen, ran, quota.takeHeld(seen.line())), null);
        }
        begun.put(stall.of(), new Told(seen, isReported || (before != null && before.isReported)));
    }

    private void ended(Stall stall, @Nullable Told before, int loop) {
        if (before == null) {
            return;
        }
        observer.accept(SeenStall.of(loop, stall, before.sight));
        if (before.isReported) {
            Reports.warning(StallText.ofEnd(stall, before.sight), null);
        } else {
            quota.held(stall, before.sight.line());
        }
    }
}

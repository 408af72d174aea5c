// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.rewrite;

import dev.weft.weave.analysis.Flow;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs instructions of a method symbolically, each that something is known in front of exactly once: where ways meet, what comes later
 * is added to what is known there, without running the code behind it again. So the work is in proportion to the code that is run and
 * the number of its jumps, however they are nested.
 *
 * @param <S> what is known in front of an instruction
 */
abstract class SinglePass<S> {
    private static final int NOWHERE = -1;

    private final Flow flow;
    private final Map<Integer, S> arrived = new HashMap<>();
    private final Deque<Integer> work = new ArrayDeque<>();
    private int steps;

    SinglePass(Flow flow) {
        this.flow = flow;
    }

    /** Runs the method from its first instruction, with what is known in front of that. */
    final void runFromEntry(S state) {
        arrive(0, state);
        run();
    }

    /** Runs what follows an instruction, with what is known behind that. */
    final void runBehind(int index, S state) {
        int next = goOn(flow.next(index), state);
        if (next != NOWHERE) {
            arrive(next, state);
        }
        run();
    }

    private void run() {
        for (Integer at = work.poll(); at != null; at = work.poll()) {
            S known = arrived.get(at);
            if (known != null) {
                runFrom(at, copy(known));
            }
        }
    }

    /** Goes straight on until ways part or meet, or nothing is known any more. */
    private void runFrom(int start, S known) {
        int at = start;
        S state = known;
        while (at != NOWHERE) {
            steps++;
            for (int handler : flow.handlers(at)) {
                arrive(handler, caught(state));
            }
            S behind = after(at, state);
            if (behind == null) {
                return;
            }
            state = behind;
            at = goOn(flow.next(at), state);
        }
    }

    /** The only instruction that follows; nowhere if there is none or not one, or if others lead there too. */
    private int goOn(List<Integer> next, S state) {
        if (next.size() == 1 && !flow.isMeeting(next.get(0))) {
            return next.get(0);
        }
        for (int at : next) {
            arrive(at, state);
        }
        return NOWHERE;
    }

    private void arrive(int at, S state) {
        boolean isMeeting = flow.isMeeting(at);
        S known = arrived.get(at);
        if (known == null) {
            known = isMeeting ? meeting(state) : copy(state);
            arrived.put(at, known);
            work.add(at);
        }
        if (isMeeting) {
            steps++;
            join(known, state);
        }
    }

    /** How much work it was: the instructions that were run, and the ways that met. */
    final int steps() {
        return steps;
    }

    /** What is known behind an instruction, which may be the same object; null if nothing is that would be of interest. */
    abstract @Nullable S after(int index, S before);

    /** What a handler knows if an instruction throws. */
    abstract S caught(S before);

    /** What is known where ways meet, made of the first one, which is joined like the others. */
    abstract S meeting(S first);

    /** Adds what another way brings. */
    abstract void join(S meeting, S arriving);

    abstract S copy(S state);
}

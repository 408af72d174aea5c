// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CyclesTest {
    private static final BitSet NOTHING = new BitSet();

    @Test
    void aWayThatNeverComesBackHasNone() {
        Cycles cycles = cycles(List.of(List.of(1, 2), List.of(2), List.of()), NOTHING);
        assertEquals(NOTHING, cycles.members());
        assertEquals(Map.of(), cycles.waysBack());
    }

    @Test
    void aLoopBeginsWhereItIsEntered() {
        Cycles cycles = cycles(List.of(List.of(2), List.of(2), List.of(1, 3), List.of()), NOTHING);
        assertEquals(setOf(1, 2), cycles.members());
        assertEquals(Map.of(2, setOf(1)), cycles.waysBack());
    }

    @Test
    void loopsWithinOneAnotherBeginEach() {
        Cycles cycles = cycles(List.of(List.of(1), List.of(2), List.of(1, 3), List.of(0, 1, 4), List.of()), NOTHING);
        assertEquals(setOf(0, 1, 2, 3), cycles.members());
        assertEquals(Map.of(0, setOf(3), 1, setOf(2, 3)), cycles.waysBack());
    }

    /** By trying all ways, in flows at random, of which many have loops with several ways in. */
    @Test
    void membersAreWhatComesBackToItself() {
        Random random = new Random(22);
        for (int round = 0; round < 3000; round++) {
            List<List<Integer>> flow = flow(random, 1 + random.nextInt(12));
            BitSet without = BitSet.valueOf(new long[] {random.nextInt(1 << flow.size()) & random.nextInt()});
            Cycles cycles = cycles(flow, without);
            for (int i = 0; i < flow.size(); i++) {
                assertEquals(comesBack(flow, i, without), cycles.members().get(i), flow + " " + without + " " + i);
            }
        }
    }

    /** Else a loop could go round that nobody counts. */
    @Test
    void nothingGoesRoundWithoutTheWaysBack() {
        Random random = new Random(23);
        for (int round = 0; round < 3000; round++) {
            List<List<Integer>> flow = flow(random, 1 + random.nextInt(12));
            Map<Integer, BitSet> waysBack = cycles(flow, NOTHING).waysBack();
            List<List<Integer>> rest = new ArrayList<>();
            for (int i = 0; i < flow.size(); i++) {
                int from = i;
                rest.add(flow.get(i).stream()
                        .filter(to -> !waysBack.getOrDefault(to, NOTHING).get(from))
                        .toList());
            }
            assertEquals(NOTHING, cycles(rest, NOTHING).members(), flow::toString);
        }
    }

    @Test
    void aLongWayTakesNoJavaStack() {
        int size = 1_000_000;
        Cycles cycles = new Cycles(size, index -> List.of((index + 1) % size), NOTHING);
        assertEquals(size, cycles.members().cardinality());
        assertEquals(Map.of(0, setOf(size - 1)), cycles.waysBack());
    }

    private static Cycles cycles(List<List<Integer>> flow, BitSet without) {
        return new Cycles(flow.size(), flow::get, without);
    }

    /** Nothing goes to itself, as nothing in bytecode does: a jump goes to its label. */
    private static List<List<Integer>> flow(Random random, int size) {
        List<List<Integer>> flow = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            int from = i;
            flow.add(random.ints(random.nextInt(3), 0, size)
                    .filter(to -> to != from)
                    .boxed()
                    .toList());
        }
        return flow;
    }

    private static boolean comesBack(List<List<Integer>> flow, int start, BitSet without) {
        BitSet reached = new BitSet();
        List<Integer> open = new ArrayList<>(List.of(start));
        while (!without.get(start) && !open.isEmpty()) {
            for (int to : flow.get(open.remove(open.size() - 1))) {
                if (!without.get(to) && !reached.get(to)) {
                    reached.set(to);
                    open.add(to);
                }
            }
        }
        return reached.get(start);
    }

    private static BitSet setOf(int... indices) {
        BitSet set = new BitSet();
        for (int index : indices) {
            set.set(index);
        }
        return set;
    }
}

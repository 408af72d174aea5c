// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.analysis;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;

/**
 * Which instructions control may come to again and again: the strongly connected components of a flow (Tarjan, 1972), found in one pass
 * that does not recurse.
 */
final class Cycles {
    private final IntFunction<List<Integer>> next;
    private final BitSet members = new BitSet();
    private final Map<Integer, BitSet> waysBack = new TreeMap<>();

    /** In which order instructions were met, from 1. */
    private final int[] met;

    /** When the earliest instruction was met that each leads back to, as far as is known. */
    private final int[] earliest;

    /** From where the search began to where it is. */
    private final Path path;

    /** The ways that are still to go from each instruction of the path. */
    private final Deque<Iterator<Integer>> ways = new ArrayDeque<>();

    /** The instructions that were met and may yet turn out to be on a cycle with others. */
    private final Path open;

    private int count;

    /**
     * Finds the cycles.
     *
     * @param size how many instructions there are
     * @param next where control goes from each
     * @param without instructions that no cycle is to pass
     */
    Cycles(int size, IntFunction<List<Integer>> next, BitSet without) {
        this.next = next;
        this.met = new int[size];
        this.earliest = new int[size];
        this.path = new Path(size);
        this.open = new Path(size);
        for (int root = without.nextClearBit(0); root < size; root = without.nextClearBit(root + 1)) {
            if (met[root] == 0) {
                meet(root);
                search(without);
            }
        }
    }

    /** The instructions on a cycle. */
    BitSet members() {
        return members;
    }

    /** For each instruction with which a cycle begins, from where it is come back to. A cycle with several ways in may begin with any. */
    Map<Integer, BitSet> waysBack() {
        return waysBack;
    }

    private void search(BitSet without) {
        while (!path.isEmpty()) {
            int from = path.last();
            if (!ways.getLast().hasNext()) {
                leave(from);
                continue;
            }
            int to = ways.getLast().next();
            if (!without.get(to)) {
                follow(from, to);
            }
        }
    }

    private void follow(int from, int to) {
        if (met[to] == 0) {
            meet(to);
        } else if (open.has(to)) {
            earliest[from] = Math.min(earliest[from], met[to]);
            if (path.has(to)) {
                waysBack.computeIfAbsent(to, head -> new BitSet()).set(from);
            }
        }
    }

    private void meet(int index) {
        met[index] = ++count;
        earliest[index] = count;
        path.add(index);
        ways.add(next.apply(index).iterator());
        open.add(index);
    }

    /** Goes back, all ways from an instruction having been gone. If none leads to an earlier one, those met since are on a cycle or alone. */
    private void leave(int index) {
        path.removeLast();
        ways.removeLast();
        if (!path.isEmpty()) {
            earliest[path.last()] = Math.min(earliest[path.last()], earliest[index]);
        }
        if (earliest[index] == met[index]) {
            boolean isCycle = open.last() != index; // what jumps to itself jumps to its label, which is another
            while (open.has(index)) {
                members.set(open.removeLast(), isCycle);
            }
        }
    }

    /** A stack of instructions that knows which are on it. */
    private static final class Path {
        private final int[] indices;
        private final BitSet contained = new BitSet();
        private int size;

        Path(int most) {
            indices = new int[most];
        }

        boolean isEmpty() {
            return size == 0;
        }

        boolean has(int index) {
            return contained.get(index);
        }

        int last() {
            return indices[size - 1];
        }

        void add(int index) {
            indices[size++] = index;
            contained.set(index);
        }

        int removeLast() {
            int last = indices[--size];
            contained.clear(last);
            return last;
        }
    }
}

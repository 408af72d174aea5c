// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.analysis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

/**
 * The strongly connected components of a part of a graph, by Tarjan's algorithm; with a stack of its own, since a method may
 * be longer than the Java stack is deep.
 */
final class Components {
    private final int[][] successors;
    private final BitSet region;
    /** The order in which nodes were met, from 1. */
    private final int[] order;
    /** The earliest node still open that a node leads to. */
    private final int[] earliest;

    private final int[] nextEdge;
    private final BitSet open = new BitSet();
    private final Deque<Integer> openNodes = new ArrayDeque<>();
    private final List<BitSet> components = new ArrayList<>();
    private int met;

    Components(int[][] successors, BitSet region) {
        this.successors = successors;
        this.region = region;
        this.order = new int[successors.length];
        this.earliest = new int[successors.length];
        this.nextEdge = new int[successors.length];
    }

    /** All components of the region. */
    List<BitSet> all() {
        region.stream().filter(node -> order[node] == 0).forEach(this::from);
        return components;
    }

    /** The components that a node leads to, and that were not found before. */
    List<BitSet> from(int start) {
        Deque<Integer> path = new ArrayDeque<>();
        enter(start, path);
        while (!path.isEmpty()) {
            int node = path.peek();
            if (nextEdge[node] < successors[node].length) {
                follow(node, successors[node][nextEdge[node]++], path);
            } else {
                path.pop();
                leave(node, path.peek());
            }
        }
        return components;
    }

    private void enter(int node, Deque<Integer> path) {
        order[node] = ++met;
        earliest[node] = met;
        open.set(node);
        openNodes.push(node);
        path.push(node);
    }

    private void follow(int node, int next, Deque<Integer> path) {
        if (!region.get(next)) {
            return;
        }
        if (order[next] == 0) {
            enter(next, path);
        } else if (open.get(next)) {
            earliest[node] = Math.min(earliest[node], order[next]);
        }
    }

    private void leave(int node, Integer before) {
        if (before != null) {
            earliest[before] = Math.min(earliest[before], earliest[node]);
        }
        if (earliest[node] == order[node]) {
            BitSet component = new BitSet();
            int member;
            do {
                member = openNodes.pop();
                open.clear(member);
                component.set(member);
            } while (member != node);
            components.add(component);
        }
    }
}

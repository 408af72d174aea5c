// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.generated;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Where the choices come from: a seed decides them all, on every JDK alike. */
final class Draw {
    private final Random random;
    private int names;

    Draw(long seed) {
        this.random = new Random(seed);
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    boolean percent(int chance) {
        return random.nextInt(100) < chance;
    }

    <T> T of(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    @SafeVarargs
    final <T> T of(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    /** A name that no other call returns. */
    String name(String prefix) {
        return prefix + ++names;
    }

    Options options() {
        return new Options();
    }

    /** Alternatives with weights. Only the one that is picked is made. */
    final class Options {
        private final List<Supplier<Node>> makers = new ArrayList<>();
        private final List<Integer> weights = new ArrayList<>();
        private int total;

        Options add(int weight, Supplier<Node> maker) {
            makers.add(maker);
            weights.add(weight);
            total += weight;
            return this;
        }

        Options addIf(boolean possible, int weight, Supplier<Node> maker) {
            return possible ? add(weight, maker) : this;
        }

        Node pick() {
            int left = below(total);
            int index = 0;
            while (left >= weights.get(index)) {
                left -= weights.get(index++);
            }
            return makers.get(index).get();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.coordination;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The elements that a scene has passed on: what was sent, to the knowledge of whoever sent it, and what somebody got. */
final class Ledger {
    private final Scene scene;
    private final List<Integer> sent = new ArrayList<>();
    private final List<Integer> got = new ArrayList<>();

    Ledger(Scene scene) {
        this.scene = scene;
    }

    void sent(int element) {
        sent.add(element);
    }

    void got(int element) {
        got.add(element);
    }

    int count() {
        return got.size();
    }

    /** Everything that was sent was got, or is left, once. */
    void balance(Collection<Integer> left) {
        List<Integer> there = new ArrayList<>(got);
        there.addAll(left);
        sent.sort(null);
        there.sort(null);
        scene.equal(sent, there, "elements");
    }
}

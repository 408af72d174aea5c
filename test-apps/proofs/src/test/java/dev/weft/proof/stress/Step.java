// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.stress;

import java.util.List;

/**
 * One await.
 *
 * @param kind what is awaited
 * @param ways what stands between, the innermost first
 * @param size how many milliseconds or bytes, and which of several
 * @param inner what is called or started; else empty
 */
record Step(Kind kind, List<Way> ways, int size, List<Body> inner) {
    boolean isFuture() {
        return !ways.isEmpty() && ways.get(ways.size() - 1) == Way.FUTURE;
    }

    boolean cancelsByItself() {
        return ways.contains(Way.WAIT_FOR)
                || ways.contains(Way.GATHER_FAILING)
                || kind == Kind.JOIN
                || inner.stream().anyMatch(Body::cancelsByItself);
    }
}

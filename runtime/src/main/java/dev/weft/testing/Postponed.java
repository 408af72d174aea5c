// SPDX-License-Identifier: Apache-2.0
package dev.weft.testing;

import java.util.random.RandomGenerator;

/** Whether a datagram has to wait for another turn, at most once. Loop thread only. */
final class Postponed {
    private boolean waited;

    boolean draw(Link link, RandomGenerator random) {
        waited = !waited && link.drawLater(random);
        return waited;
    }
}

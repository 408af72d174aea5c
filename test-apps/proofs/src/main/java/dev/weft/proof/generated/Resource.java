// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.generated;

import java.io.IOException;

/** What generated programs open in a try statement. Closing it may fail. */
public final class Resource implements AutoCloseable {
    private final GeneratedTrail trail;
    private final int number;
    private final boolean bad;

    /** Opens it, which is an event. */
    public Resource(GeneratedTrail trail, int number, boolean bad) {
        this.trail = trail;
        this.number = number;
        this.bad = bad;
        trail.add("open " + number);
    }

    @Override
    public void close() throws IOException {
        trail.add("close " + number);
        if (bad) {
            throw new IOException("x" + number);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.process;

import dev.weft.BlockingPool;

/**
 * The threads that read and write pipes, each of which may be blocked for as long as its process likes: so there are as many as it takes,
 * and they are of the system, for a virtual one would keep its carrier.
 */
final class Pools {
    static final BlockingPool PIPES = new BlockingPool("weft-process", Integer.MAX_VALUE);

    private Pools() {}
}

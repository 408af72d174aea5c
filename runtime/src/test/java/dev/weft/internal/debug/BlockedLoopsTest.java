// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.debug;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.debug.LoopInfo;
import dev.weft.debug.TaskDump;
import dev.weft.internal.HeldLoop;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A dump of so many loops that do not answer that to wait for one after the other would take 20 seconds. */
class BlockedLoopsTest {
    private static final int LOOPS = 200;

    private final List<HeldLoop> held = new ArrayList<>();

    @AfterEach
    void letGo() {
        held.forEach(HeldLoop::close);
    }

    @Test
    @Timeout(15)
    void theyAreWaitedForTogether() throws InterruptedException {
        for (int i = 0; i < LOOPS; i++) {
            held.add(new HeldLoop());
        }
        List<LoopInfo> loops = TaskDump.capture().loops();
        assertTrue(loops.stream()
                        .filter(loop -> loop.mode() == LoopInfo.Mode.OUTSIDE)
                        .count()
                >= LOOPS);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Weft;
import dev.weft.internal.Script;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A step hands a task to another thread, which claims it while the step ends: the record of a task that nobody has claimed then comes late. Here
 * one thread does what the two may do one after the other.
 */
@Timeout(60) // a task that is broken off never ends
class LateRecordTest {
    private final Frame<Integer> frame = Script.of((step, last) -> step == 0 ? Weft.yieldNow() : 7);
    private final Unclaimed record = Unclaimed.watch(frame, null, () -> null);

    @Test
    void aRecordIsAttachedToAColdFrameAndGoesWithTheClaim() {
        assertTrue(ColdFrames.isAttached(record, frame));
        assertSame(record, frame.link);
        frame.claim();
        assertNull(frame.link);
    }

    @Test
    void aRecordThatComesBehindTheCallerLeavesItWhereItIs() {
        Frame<Integer> caller = Script.of((step, last) -> 0);
        frame.claim();
        frame.parent(caller);
        assertFalse(ColdFrames.isAttached(record, frame));
        assertSame(caller, frame.parent());
    }

    @Test
    void aRecordThatComesBehindTheClaimOfATaskGoesAgain() {
        frame.claim();
        assertFalse(ColdFrames.isAttached(record, frame));
        assertNull(frame.link);
    }

    /** The claim of another thread may be seen later than the record is attached. */
    @Test
    void aRecordThatStaysIsNoCaller() {
        try (EventLoop loop = EventLoop.create()) {
            ScheduledTask<Integer> spawned = loop.spawn(frame);
            frame.link = record;
            assertEquals(7, loop.run(spawned));
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package com.example.semantics.explore;

import dev.weft.Task;
import dev.weft.testing.Exploration;
import dev.weft.testing.Explorer;
import java.util.List;

/** A small program of each of Weft's own primitives and structured calls. */
enum OwnProgram {
    MUTEX("`Mutex`", Locks::mutex),
    SEMAPHORE("`Semaphore`", Locks::semaphore),
    EVENT("`Event`", Locks::event),
    AUTO_RESET_EVENT("`Event.autoReset`", Locks::autoResetEvent),
    CONDITION("`Condition`", Locks::condition),
    BARRIER("`Barrier`", Locks::barrier),
    LATCH("`Latch`", Locks::latch),
    RW_LOCK("`RwLock`, the writer is cancelled", Locks::rwLock),
    RW_LOCK_READER("`RwLock`, a reader is cancelled", Locks::rwLockReader),
    FIFO("`Queue.fifo`", Handing::fifo),
    LIFO("`Queue.lifo`", Handing::lifo),
    PRIORITY("`Queue.priority`", Handing::priority),
    BOUNDED("`Channel.bounded`", Handing::bounded),
    UNBOUNDED("`Channel.unbounded`", Handing::unbounded),
    RENDEZVOUS("`Channel.rendezvous`", Handing::rendezvous),
    CONFLATED("`Channel.conflated`", Handing::conflated),
    DROPPING_OLDEST("`Channel.droppingOldest`", Handing::droppingOldest),
    SELECT("`select`", Handing::selectOfTwo),
    BROADCAST("`Broadcast`", Handing::broadcast),
    WATCH("`Watch`", Handing::watch),
    RATE_LIMITER("`RateLimiter`", Outward::rateLimiter),
    RETRY("`Retry`", Outward::retry),
    POOL("`Pool`", Outward::pool),
    GATHER("`gather`", Calls::gatherOf),
    GATHER_THAT_FAILS("`gather`, a part fails", Calls::gatherThatFails),
    GATHER_OF_PERMITS("`gather`, a part has a permit", Calls::gatherOfPermits),
    RACE("`race`", Calls::raceOf),
    ANY("`any`, a part fails", Calls::anyOf),
    GROUP("`TaskGroup`", Calls::group),
    GROUP_THAT_FAILS("`TaskGroup`, a child fails", Calls::groupThatFails),
    WAIT_FOR("`waitFor`", Calls::waitForElement),
    SHIELD("`shield`", Calls::shielded);

    /** The columns of the table. */
    static final List<Actors> SIZES =
            List.of(new Actors(2, false), new Actors(2, true), new Actors(3, false), new Actors(3, true));

    /** What has more orders than this is not in the table. */
    private static final int MOST = 20_000;

    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // a method
    private final Program program;

    OwnProgram(String title, Program program) {
        this.title = title;
        this.program = program;
    }

    /** Makes the program for a number of tasks. */
    private interface Program {
        Task<Void> of(Actors actors) throws Exception;
    }

    /** How the table calls it. */
    String title() {
        return title;
    }

    /** Walks through all orders, and returns how many there are, as the table has it. */
    String orders(Actors actors) {
        Exploration all = Explorer.allOrders().schedules(MOST).run(() -> program.of(actors));
        return all.isExhaustive() ? String.format("%,d", all.tried()) : "–";
    }
}

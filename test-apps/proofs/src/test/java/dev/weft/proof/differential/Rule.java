// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.differential;

/** A deliberate difference between Weft and asyncio (decision 34). While it is on, {@code virtual.py} and its neighbours give asyncio the same. */
enum Rule {
    /** Of equal deadlines the one that was set first fires first. asyncio's heap has no order among them. */
    EQUAL_DEADLINES_FIRE_IN_ORDER,

    /** What is there when a task goes on is its own, and a request comes at the next await (decision 5). asyncio drops it. */
    VALUE_BEFORE_CANCELLATION,

    /** A task that is cancelled already starts no operation, also none that would not suspend. asyncio cancels at the next suspension. */
    EVERY_AWAIT_IS_A_CANCELLATION_POINT,

    /** A task that returns a value ends with it, also if it was cancelled after its last await. In asyncio it is cancelled. */
    A_VALUE_ENDS_A_CANCELLED_TASK,

    /** What swallows a request that was passed on to it does so for itself alone: the one that waited is cancelled at its next await. */
    REQUEST_OUTLIVES_WHAT_IS_AWAITED,

    /** Requests that come before a task has done anything about the first go through what it waits for once (decision 24). */
    REQUESTS_JOIN_A_WAVE,

    /** The first failure of a gather cancels the others, and comes when they have ended. asyncio lets them run on. */
    GATHER_ENDS_ITS_PARTS,

    /** What a part of a gather was given that fails or is cancelled is given back (decision 20). asyncio loses it. */
    WHAT_NOBODY_GETS_IS_GIVEN_BACK,

    /** {@code waitFor} runs a task and gives what that gives, also when the time is over. asyncio has its time limit in the calling task. */
    WAIT_FOR_GIVES_WHAT_ITS_TASK_GIVES,

    /** The block of a timeout is a task, which alone is cancelled when the time is over (decision 26). */
    A_TIMEOUT_RUNS_ITS_BLOCK_AS_A_TASK,

    /** A shield goes on in the turn in which what it shields ends. asyncio has a future in between. */
    A_SHIELD_WAITS_FOR_THE_TASK_ITSELF,

    /** A group runs its block as a task, and throws its first failure, with the others suppressed. asyncio throws an exception of all. */
    A_GROUP_THROWS_ITS_FIRST_FAILURE,

    /** A permit that was promised to nobody is free. In asyncio a newcomer waits until all have gone on who were given one. */
    A_FREE_PERMIT_IS_HAD_AT_ONCE,

    /** Who is signalled waits for the lock from then on. In asyncio it gets in line when it goes on, behind those who came meanwhile. */
    WHO_IS_SIGNALLED_STANDS_IN_THE_LINE_OF_THE_LOCK,

    /** What is put is handed to who has waited longest. In asyncio it is there for anybody until that one goes on. */
    A_QUEUE_HANDS_OVER,

    /**
     * When the last has arrived at a barrier the next may, and those who go on are numbered. In asyncio the next wait until all have left, and two
     * have the same number if one that had arrived before them was cancelled.
     */
    A_BARRIER_LETS_THE_NEXT_IN_AT_ONCE
}

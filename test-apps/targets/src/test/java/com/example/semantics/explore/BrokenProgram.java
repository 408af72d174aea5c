// SPDX-License-Identifier: Apache-2.0
package com.example.semantics.explore;

import dev.weft.AsyncBlock;
import dev.weft.DeadlockException;
import java.util.NoSuchElementException;

/** A small program of each broken primitive, and what the explorer finds. */
enum BrokenProgram {
    MUTEX(
            "a mutex",
            "who is woken has left the line, and another one is faster",
            DeadlockException.class,
            BrokenPrograms::mutex),
    SEMAPHORE(
            "a semaphore",
            "a permit is not given back that a cancelled gather has",
            AssertionError.class,
            BrokenPrograms::semaphore),
    CHANNEL(
            "a channel",
            "a cancelled receive stays in the line, and gets the value",
            AssertionError.class,
            BrokenPrograms::channel),
    LOCKS("a pair of locks", "two tasks take them in opposite orders", DeadlockException.class, BrokenPrograms::locks),
    CONDITION(
            "a condition",
            "who waits gets in line after it has let go of the mutex",
            DeadlockException.class,
            BrokenPrograms::condition),
    QUEUE(
            "a queue",
            "who is woken does not look whether the element is still there",
            NoSuchElementException.class,
            BrokenPrograms::queue),
    BARRIER("a barrier", "it stays open until the last has left", DeadlockException.class, BrokenPrograms::barrier),
    EVENT(
            "an event",
            "who is woken asks again, and it has been cleared",
            DeadlockException.class,
            BrokenPrograms::event);

    private final String title;
    private final String fault;
    private final Class<? extends Throwable> shows;

    @SuppressWarnings("ImmutableEnumChecker") // a method
    private final AsyncBlock<Void, ?> program;

    BrokenProgram(String title, String fault, Class<? extends Throwable> shows, AsyncBlock<Void, ?> program) {
        this.title = title;
        this.fault = fault;
        this.shows = shows;
        this.program = program;
    }

    String title() {
        return title;
    }

    /** What is wrong with the primitive. */
    String fault() {
        return fault;
    }

    /** As what the fault shows. */
    Class<? extends Throwable> shows() {
        return shows;
    }

    AsyncBlock<Void, ?> program() {
        return program;
    }
}

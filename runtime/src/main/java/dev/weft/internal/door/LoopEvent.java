// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.door;

import dev.weft.debug.LoopInfo;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Period;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** An event loop in a recording, now and then. */
@Name("weft.Loop")
@Label("Event Loop")
@Category("Weft")
@Description("An event loop that was open, and how much it had to do")
@StackTrace(false)
@Period("10 s")
final class LoopEvent extends Event {
    @Label("Id")
    final int id;

    @Label("Thread Name")
    final @Nullable String thread;

    @Label("State")
    final String state;

    @Label("In State For")
    @Timespan(Timespan.NANOSECONDS)
    final long since;

    @Label("Turns")
    final long turns;

    @Label("Tasks")
    final int tasks;

    @Label("Ready")
    @Description("Tasks that can go on")
    final int ready;

    @Label("Timers")
    final int timers;

    LoopEvent(LoopInfo loop) {
        id = loop.id();
        thread = loop.thread();
        state = loop.state().name();
        since = loop.stateNanos();
        turns = loop.turns();
        tasks = loop.tasks();
        ready = loop.ready();
        timers = loop.timers();
    }
}

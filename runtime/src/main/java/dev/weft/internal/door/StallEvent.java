// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.door;

import dev.weft.internal.stack.Excerpt;
import dev.weft.internal.watch.SeenStall;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** A stall of an event loop in a recording: when it is seen, now and then while it lasts, and when it is over. */
@Name("weft.Stall")
@Label("Event Loop Stall")
@Category("Weft")
@Description("A step, or a turn of many, that held its event loop up for longer than weft.debug.stall says")
@StackTrace(false)
final class StallEvent extends Event {
    @Label("Loop")
    final int loop;

    @Label("Thread Name")
    final String thread;

    @Label("Task")
    @Description("The task whose step it is")
    final @Nullable String task;

    @Label("Lasted")
    @Timespan(Timespan.NANOSECONDS)
    final long lasted;

    @Label("Over")
    @Description("False while it lasts")
    final boolean over;

    @Label("Stack")
    @Description("What the loop's thread was doing, and who awaits that")
    final String stack;

    private StallEvent(SeenStall stall) {
        loop = stall.loop();
        thread = stall.thread();
        task = stall.task();
        lasted = stall.nanos();
        over = stall.isOver();
        stack = Excerpt.of(stall.stack()).replace("\n\tat ", "\n").strip();
    }

    static void write(SeenStall stall) {
        new StallEvent(stall).commit();
    }
}

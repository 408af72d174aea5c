// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.over;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/** The events of Flight Recorder for what loops do. All are off until the settings of a recording have them on. */
final class StepEvents {
    private StepEvents() {}

    /** What they share that tell of a task. */
    @Category("Weft")
    @Enabled(false)
    @StackTrace(false)
    abstract static class OfTask extends Event {
        @Label("Id")
        @Nullable
        String id;

        @Label("Name")
        @Nullable
        String name;
    }

    @Name("weft.Spawn")
    @Label("Task Spawned")
    @Category("Weft")
    @Enabled(false)
    @StackTrace(false)
    static final class Spawn extends OfTask {
        @Label("Spawned At")
        @Nullable
        String spawned;

        @Label("Parent")
        @Description("The task whose code has spawned it")
        @Nullable
        String parent;
    }

    @Name("weft.Suspend")
    @Label("Task Suspended")
    @Category("Weft")
    @Enabled(false)
    @StackTrace(false)
    static final class Suspend extends OfTask {
        @Label("At")
        @Description("The line of the await")
        @Nullable
        String at;
    }

    @Name("weft.Resume")
    @Label("Task Resumed")
    @Category("Weft")
    @Enabled(false)
    @StackTrace(false)
    static final class Resume extends OfTask {}

    @Name("weft.Step")
    @Label("Step")
    @Category("Weft")
    @Description("What a task has run from a resume to the next suspension")
    @Enabled(false)
    @StackTrace(false)
    @Threshold("10 ms")
    static final class Step extends OfTask {
        @Label("End")
        @Nullable
        String end;

        @Label("At")
        @Description("The line of the await at which it ended")
        @Nullable
        String at;
    }

    @Name("weft.LoopLag")
    @Label("Event Loop Lag")
    @Category("Weft")
    @Description("A turn of an event loop: for so long, what became ready meanwhile has waited")
    @Enabled(false)
    @StackTrace(false)
    @Threshold("10 ms")
    static final class LoopLag extends Event {
        @Label("Loop")
        int loop;

        @Label("Steps")
        int steps;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.over;

import dev.weft.internal.LoopInspection;
import dev.weft.internal.StepObserver;
import dev.weft.internal.StepObservers;
import java.util.List;
import jdk.jfr.Event;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;

/**
 * Has loops observed while a recording of Flight Recorder wants events of what they do, and not otherwise. Loaded only where the module
 * {@code jdk.jfr} is present. Any thread.
 */
public final class RecordedSteps implements StepObserver.Kind {
    private static final List<Class<? extends Event>> EVENTS = List.of(
            StepEvents.Spawn.class,
            StepEvents.Suspend.class,
            StepEvents.Resume.class,
            StepEvents.Step.class,
            StepEvents.LoopLag.class);

    /** Makes events known to recordings, which have them off. */
    public RecordedSteps() {
        EVENTS.forEach(FlightRecorder::register);
    }

    /** Looks whether a recording wants any of them now. */
    public synchronized void look() {
        if (EVENTS.stream().anyMatch(event -> EventType.getEventType(event).isEnabled())) {
            StepObservers.add(this);
        } else {
            StepObservers.remove(this);
        }
    }

    /** Takes back all that the JVM and the loops would keep. */
    public synchronized void close() {
        StepObservers.remove(this);
        EVENTS.forEach(FlightRecorder::unregister);
    }

    @Override
    public StepObserver of(LoopInspection loop) {
        return new RecordedLoop(loop);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.over;

import dev.weft.internal.LoopInspection;
import dev.weft.internal.StepObserver;
import dev.weft.internal.StepObservers;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import jdk.jfr.Event;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;

/**
 * Has loops observed while a recording of Flight Recorder wants events of what they do, and not otherwise. Loaded only where the module
 * {@code jdk.jfr} is present. Any thread; takes no lock while it asks Flight Recorder, of which the caller may hold one.
 */
public final class RecordedSteps implements StepObserver.Kind {
    private static final List<Class<? extends Event>> EVENTS = List.of(
            StepEvents.Spawn.class,
            StepEvents.Suspend.class,
            StepEvents.Resume.class,
            StepEvents.Step.class,
            StepEvents.LoopLag.class);

    /** How often somebody has asked to look since nobody looks; 0 where nobody does. */
    private final AtomicInteger looks = new AtomicInteger();

    private volatile boolean isClosed;

    /** Makes events known to recordings, which have them off. */
    public RecordedSteps() {
        EVENTS.forEach(FlightRecorder::register);
    }

    /** Looks whether a recording wants any of them now. One thread looks at a time; others have it look once more. */
    public void look() {
        if (looks.getAndIncrement() > 0) {
            return;
        }
        int seen;
        do {
            seen = looks.get();
            if (!isClosed
                    && EVENTS.stream()
                            .anyMatch(event -> EventType.getEventType(event).isEnabled())) {
                StepObservers.add(this);
            } else {
                StepObservers.remove(this);
            }
        } while (!looks.compareAndSet(seen, 0));
    }

    /** Takes back all that the JVM and the loops would keep. May be called twice. */
    public void close() {
        isClosed = true;
        look();
        EVENTS.forEach(FlightRecorder::unregister);
    }

    @Override
    public StepObserver of(LoopInspection loop) {
        return new RecordedLoop(loop);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.door;

import dev.weft.internal.over.RecordedSteps;
import dev.weft.internal.watch.StallWatch;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.FlightRecorderListener;
import jdk.jfr.Recording;
import jdk.jfr.RecordingState;
import org.jspecify.annotations.Nullable;

/**
 * Has the tasks written into recordings of Flight Recorder: registered when the first one begins, and not before. Loaded only where the
 * module {@code jdk.jfr} is present. Called on threads of the JVM and of the program, of which some hold locks of Flight Recorder: so it
 * takes none of its own while it calls that.
 */
final class Recorder implements FlightRecorderListener, AutoCloseable {
    private static final List<Class<? extends Event>> EVENTS =
            List.of(TaskEvent.class, LoopEvent.class, StallEvent.class);

    private final Runnable atTheEnd = EventTable::atTheEnd;
    private final Runnable nowAndThen = EventTable::nowAndThen;
    private final AtomicBoolean isRegistered = new AtomicBoolean();
    private volatile boolean isClosed;

    /** What each loop does, once there has been a recording. */
    private volatile @Nullable RecordedSteps steps;

    /** Waits for a recording to begin. */
    static Recorder open() {
        Recorder recorder = new Recorder();
        FlightRecorder.addListener(recorder);
        return recorder;
    }

    /** A recording begins, or has begun. */
    @Override
    public void recorderInitialized(FlightRecorder recorder) {
        if (!isClosed && isRegistered.compareAndSet(false, true)) {
            EVENTS.forEach(FlightRecorder::register); // known they are by themselves, but once they were taken back
            FlightRecorder.addPeriodicEvent(TaskEvent.class, atTheEnd);
            FlightRecorder.addPeriodicEvent(LoopEvent.class, nowAndThen);
            StallWatch.observe(StallEvent::write);
            steps = new RecordedSteps();
            look(); // one may run already
            if (isClosed) { // meanwhile
                takeBack();
            }
        }
    }

    /** A recording that begins shows at once where the tasks are: the periods are long, and somebody may wait for it. */
    @Override
    public void recordingStateChanged(Recording recording) {
        look();
        if (recording.getState() == RecordingState.RUNNING) {
            EventTable.nowAndThen();
        }
    }

    /** Looks whether a recording wants to know of each step: nobody says so when the settings of one that runs are changed. */
    void look() {
        RecordedSteps known = steps;
        if (known != null) {
            known.look();
        }
    }

    /** Takes back all that the JVM would keep. */
    @Override
    public void close() {
        isClosed = true;
        FlightRecorder.removeListener(this);
        if (isRegistered.get()) {
            takeBack();
        }
    }

    /** May be called twice. */
    private void takeBack() {
        FlightRecorder.removePeriodicEvent(atTheEnd);
        FlightRecorder.removePeriodicEvent(nowAndThen);
        StallWatch.observe(stall -> {});
        EVENTS.forEach(FlightRecorder::unregister);
        RecordedSteps known = steps;
        if (known != null) {
            known.close();
        }
    }
}

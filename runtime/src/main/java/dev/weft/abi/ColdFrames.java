// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

import dev.weft.Awaitable;
import org.jspecify.annotations.Nullable;

/**
 * The cold frames that a loop's thread made during the current step. Almost all are awaited or spawned before the step
 * ends; only the others are worth an {@link Unclaimed} record, which the garbage collector has to follow.
 */
public final class ColdFrames {
    private static final int CAPACITY = 64;
    private static final StackWalker WALKER = StackWalker.getInstance();
    private static final ThreadLocal<@Nullable ColdFrames> HERE = new ThreadLocal<>();

    private final @Nullable Frame<?>[] recent = new Frame<?>[CAPACITY];
    private final Object origin;
    private int size;

    private ColdFrames(Object origin) {
        this.origin = origin;
    }

    /**
     * Begins to collect on the calling thread.
     *
     * @param loop the loop that runs on it, for {@link Unclaimed#reportLeftBy}
     * @return the collection, whose {@link #sweep} the loop calls after each step
     */
    public static ColdFrames open(Object loop) {
        ColdFrames frames = new ColdFrames(loop);
        HERE.set(frames);
        return frames;
    }

    /** Stops collecting on the calling thread. */
    public void close() {
        sweep();
        HERE.remove();
    }

    static void created(Frame<?> frame) {
        ColdFrames frames = HERE.get();
        if (frames == null) {
            watch(frame, null, callerOfEntry());
        } else {
            frames.add(frame);
        }
    }

    private void add(Frame<?> frame) {
        if (size == CAPACITY) {
            sweepAll();
        }
        recent[size++] = frame;
    }

    /** Watches the frames that are still cold, and forgets the rest. */
    public void sweep() {
        if (size > 0) {
            sweepAll();
        }
    }

    private void sweepAll() {
        for (int i = 0; i < size; i++) {
            Frame<?> frame = recent[i];
            recent[i] = null;
            if (frame != null && frame.state == 0) {
                watch(frame, origin, null);
            }
        }
        size = 0;
    }

    /**
     * Called by woven code in place of dropping a task that a call has returned: nobody can await it any more.
     *
     * @param task the task, or null
     * @param site the constant for {@link SourceLocation#of}, with one line: where the call is
     */
    public static void dropped(@Nullable Object task, String site) {
        if (task instanceof Frame<?> frame && frame.state == 0) {
            frame.claim();
            String sources = frame.sources();
            if (sources != null) {
                Unclaimed.report(message(sources, SourceLocation.of(site, 0)), null);
            }
        }
    }

    /**
     * Gives up a task that will not be started, so that it does not count as forgotten.
     *
     * @param task the task; anything but a cold frame is left alone
     */
    public static void giveUp(Awaitable<?> task) {
        if (task instanceof Frame<?> frame && frame.state == 0) {
            frame.claim();
        }
    }

    private static void watch(Frame<?> frame, @Nullable Object origin, @Nullable SourceLocation site) {
        String sources = frame.sources();
        if (sources != null) {
            frame.watchedBy(Unclaimed.watch(frame, origin, () -> message(sources, site), null));
        }
    }

    /** On a thread without a loop there is time to look who calls; on a loop's, the frame may well be awaited soon. */
    private static @Nullable SourceLocation callerOfEntry() {
        return WALKER.walk(frames -> frames.dropWhile(frame -> isOurs(frame.getClassName()))
                .skip(1) // the entry
                .findFirst()
                .map(SourceLocation::of)
                .orElse(null));
    }

    private static boolean isOurs(String className) {
        return className.equals(ColdFrames.class.getName()) || className.equals(Frame.class.getName());
    }

    private static String message(String sources, @Nullable SourceLocation site) {
        return "A task was never awaited, so its code did not run: " + SourceLocation.of(sources, 0)
                + (site == null ? "" : ", called at " + site)
                + ". Await it, or spawn it to let it run in the background.";
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

import dev.weft.Awaitable;
import dev.weft.spi.Reports;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * The cold frames that a loop's thread made during the current step. Almost all are awaited or spawned before the step
 * ends; only the others are worth an {@link Unclaimed} record, which the garbage collector has to follow.
 *
 * <p>A thread has one object, in the one thread-local of the runtime. What else the runtime knows of a thread is in a subclass, which this
 * package cannot see.
 */
public abstract class ColdFrames {
    private static final int CAPACITY = 64;
    private static final @Nullable Frame<?>[] NONE = {};
    private static final StackWalker WALKER = StackWalker.getInstance();
    private static final VarHandle LINK;

    static {
        try {
            LINK = MethodHandles.lookup().findVarHandle(Frame.class, "link", Object.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /**
     * Of a thread that runs a loop, its object; of another, a weak reference to that, because a thread that outlives the application
     * would keep the object, and with it the class loader of the runtime. While it is needed, who needs it has it on the Java stack.
     */
    private static final ThreadLocal<@Nullable Object> HERE = new ThreadLocal<>();

    private @Nullable Frame<?>[] recent = NONE;

    /** The loop that runs on the thread, or null; frames are collected only while one does. */
    private @Nullable Object origin;

    private int size;

    /** The generators that began in the current step and may have a finally block to run, and how many there are. */
    private @Nullable Frame<?>[] generators = NONE;

    private int begun;

    /** For the one object of a thread. */
    protected ColdFrames() {}

    /**
     * Returns the object of the calling thread.
     *
     * @return what was last given to {@link #keep} or {@link #open}; null if there is none, or none any more
     */
    protected static @Nullable ColdFrames ofThread() {
        Object here = HERE.get();
        return here instanceof WeakReference<?> kept ? (ColdFrames) kept.get() : (ColdFrames) here;
    }

    /** Makes this the object of the calling thread, for as long as somebody else has it. */
    protected final void keep() {
        HERE.set(new WeakReference<>(this));
    }

    /** The thread has no object any more. */
    protected final void forget() {
        HERE.remove();
    }

    /**
     * Begins to collect on the thread.
     *
     * @param loop the loop that runs on it and calls {@link #sweep} after each step, for {@link Unclaimed#reportLeftBy}
     */
    protected final void open(Object loop) {
        collect(loop);
        HERE.set(this);
    }

    /**
     * Begins to collect wherever this is the thread's object.
     *
     * @param loop as for {@link #open}
     */
    protected final void collect(Object loop) {
        recent = new Frame<?>[CAPACITY];
        origin = loop;
    }

    /**
     * Makes this the object of the calling thread.
     *
     * @return what was there, for {@link #giveBack}
     */
    protected final @Nullable Object take() {
        Object before = HERE.get();
        HERE.set(this);
        return before;
    }

    /**
     * Gives the calling thread back what was there before {@link #take}. The entry of a thread that had none stays, empty: to remove it, and
     * to add it at each turn, takes longer.
     *
     * @param before what {@link #take} has returned
     */
    protected final void giveBack(@Nullable Object before) {
        HERE.set(before);
    }

    /** Stops collecting on the thread. */
    protected final void close() {
        try {
            sweep();
        } finally {
            recent = NONE;
            generators = NONE;
            origin = null;
            size = 0;
            begun = 0;
        }
    }

    static void created(Frame<?> frame) {
        if (HERE.get() instanceof ColdFrames frames && frames.origin != null) {
            frames.add(frame);
        } else {
            watch(frame, null, callerOfEntry());
        }
    }

    private void add(Frame<?> frame) {
        if (size == CAPACITY) {
            sweepAll();
        }
        recent[size++] = frame;
    }

    /**
     * A generator has come to an emit in a try for the first time. Most are consumed to their end, or closed, before the step ends; only
     * the others are worth a record.
     */
    static void begun(GeneratorFrame<?> generator) {
        if (HERE.get() instanceof ColdFrames frames && frames.origin != null) {
            frames.addBegun(generator);
        } else {
            generator.watch(null);
        }
    }

    private void addBegun(GeneratorFrame<?> generator) {
        if (begun == CAPACITY) {
            sweepBegun();
        }
        if (generators == NONE) {
            generators = new Frame<?>[CAPACITY];
        }
        generators[begun++] = generator;
    }

    private void sweepBegun() {
        for (int i = 0; i < begun; i++) {
            GeneratorFrame<?> generator = (GeneratorFrame<?>) generators[i];
            generators[i] = null;
            if (generator != null) {
                generator.watch(origin);
            }
        }
        begun = 0;
    }

    /** Watches the frames that are still cold, and the generators that have begun and not ended, and forgets the rest. */
    public final void sweep() {
        if ((size | begun) > 0) {
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
        sweepBegun();
    }

    /**
     * Reports a task that was never awaited. Woven code calls it in place of dropping the task that a call has returned: nobody can await
     * it any more.
     *
     * @param task the task, or null
     * @param site the constant for {@link SourceLocation#of}, with one line: where the call is
     */
    public static void dropped(@Nullable Object task, String site) {
        if (task instanceof Frame<?> frame && frame.state == 0) {
            frame.claim();
            String sources = frame.sources();
            if (sources != null) {
                Reports.forgotten(message(sources, SourceLocation.of(site, 0)), null);
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

    /**
     * Claims a task, and gives it up in the same moment. A generator can then be asked again.
     *
     * @param task the task
     * @throws IllegalStateException if it was awaited or spawned before
     */
    public static void claimInVain(Frame<?> task) {
        task.claim();
        task.ended();
    }

    private static void watch(Frame<?> frame, @Nullable Object origin, @Nullable SourceLocation site) {
        String sources = frame.sources();
        if (sources != null) {
            Unclaimed record = Unclaimed.watch(frame, origin, () -> message(sources, site));
            if (!isAttached(record, frame)) {
                record.claimed();
            }
        }
    }

    /**
     * Attaches a record to a frame. Another thread, to which the step has handed the frame, may claim it meanwhile, and puts its caller where the
     * record would be: that is not overwritten.
     *
     * @return false if the frame is cold no more
     */
    static boolean isAttached(Unclaimed record, Frame<?> frame) {
        if (!LINK.compareAndSet(frame, null, record)) {
            return false;
        }
        if (frame.state == 0) {
            return true;
        }
        boolean unused = LINK.compareAndSet(frame, record, null);
        return false;
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

// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

import dev.weft.spi.Reports;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The record of a task that somebody should await before it is gone, or of what somebody should close. If it is collected first, or the loop
 * it came from ends, that is reported to the logger {@code dev.weft}, once. Any thread.
 */
public final class Unclaimed extends PhantomReference<Object> {
    private static final ReferenceQueue<Object> COLLECTED = new ReferenceQueue<>();

    /** Keeps the records reachable; a phantom reference that is itself collected is never enqueued. */
    private static final Set<Unclaimed> RECORDS = ConcurrentHashMap.newKeySet();

    private final @Nullable Object origin;
    private final Supplier<@Nullable String> message;

    /** Whether there is nothing to report for now. Written by the thread that has the holder, and read when nobody has it any more. */
    private boolean isMoot;

    private Unclaimed(Object holder, @Nullable Object origin, Supplier<@Nullable String> message) {
        super(holder, COLLECTED);
        this.origin = origin;
        this.message = message;
    }

    /**
     * Starts to watch.
     *
     * @param holder what is collected when nobody can claim any more
     * @param origin whose end is the last moment to claim, or null
     * @param message what to report, or null for nothing; asked once, and may end what is left. Must not refer to the holder
     * @return the record
     */
    public static Unclaimed watch(Object holder, @Nullable Object origin, Supplier<@Nullable String> message) {
        reportCollected();
        Unclaimed record = new Unclaimed(holder, origin, message);
        RECORDS.add(record);
        return record;
    }

    /** Says that it was claimed: nothing will be reported. */
    public void claimed() {
        clear();
        RECORDS.remove(this);
    }

    /**
     * Says whether there is nothing to report for now, though nobody has claimed.
     *
     * @param moot whether the holder may be collected as it is
     */
    void isMoot(boolean moot) {
        isMoot = moot;
    }

    /** Reports what was collected since the last call. */
    public static void reportCollected() {
        for (Reference<?> gone = COLLECTED.poll(); gone != null; gone = COLLECTED.poll()) {
            if (gone instanceof Unclaimed record) {
                record.report();
            }
        }
    }

    /**
     * Reports what is left of an origin that ends.
     *
     * @param origin as given to {@link #watch}
     */
    public static void reportLeftBy(Object origin) {
        reportCollected();
        for (Unclaimed record : RECORDS) {
            if (record.origin == origin) {
                record.clear();
                record.report();
            }
        }
    }

    private void report() {
        if (RECORDS.remove(this) && !isMoot) {
            String text = text();
            if (text != null) {
                Reports.forgotten(text, null);
            }
        }
    }

    /** The message, or what is told of it where there is no memory for it: the next record is to be reported all the same. */
    private @Nullable String text() {
        try {
            return message.get();
        } catch (Throwable unknown) {
            return "A task was never awaited";
        }
    }
}

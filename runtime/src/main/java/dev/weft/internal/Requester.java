// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.abi.SourceLocation;
import java.lang.StackWalker.StackFrame;
import org.jspecify.annotations.Nullable;

/**
 * Who has asked for a cancellation, and where. It is put into words when somebody reads them, and most cancellations nobody reads: what may
 * change meanwhile is in here. Any thread.
 */
final class Requester {
    /** A task as it is called, without the task. */
    record TaskName(@Nullable Object label, int number) {
        @Override
        public String toString() {
            return "task " + Origin.nameIn(label, number);
        }
    }

    private final Object who;

    /** A constant of woven code, a frame of the Java stack, or null. */
    private final @Nullable Object place;

    private @Nullable String text;

    /**
     * Makes a requester.
     *
     * @param who who it is, as its text
     * @param place where that was: a constant of woven code, a {@link StackFrame}, or null if nobody knows
     */
    Requester(Object who, @Nullable Object place) {
        this.who = who;
        this.place = place;
    }

    /** The calling thread as who asks for a cancellation. */
    static Requester ofThread(@Nullable Object place) {
        return new Requester("thread \"" + Thread.currentThread().getName() + '"', place);
    }

    /** {@code cancelled by task main at com.example.Main.run(Main.java:12)}. */
    @Override
    public String toString() {
        String present = text;
        if (present == null) {
            present = "cancelled by " + who + at(place);
            text = present;
        }
        return present;
    }

    /** A place as the end of a message. */
    static String at(@Nullable Object place) {
        if (place == null) {
            return "";
        }
        return " at "
                + (place instanceof String constant
                        ? SourceLocation.of(constant, 0)
                        : SourceLocation.of((StackFrame) place));
    }
}

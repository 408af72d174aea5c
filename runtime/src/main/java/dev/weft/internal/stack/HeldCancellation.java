// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.stack;

import dev.weft.abi.Coroutine;
import dev.weft.abi.Frame;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Whether a suspended coroutine still has the exception that delivered its cancellation. A {@code finally} block keeps the exception that
 * it will throw on, and so does a {@code catch} block that will; code that has swallowed it does not. So the frames tell cleaning up from
 * going on. Loop thread only.
 */
public enum HeldCancellation {
    /** A frame has a {@link CancellationException}: the code is cleaning up. */
    HELD,
    /** No frame has one. */
    DROPPED,
    /** The fields of some frames cannot be read: they are in a module that does not open its package. */
    UNKNOWN;

    /**
     * Looks into the frames of a coroutine.
     *
     * @param coroutine a coroutine that is suspended
     * @return what was found
     */
    public static HeldCancellation of(TracedCoroutine coroutine) {
        HeldCancellation found = coroutine.ownThread() == null ? DROPPED : UNKNOWN; // a Java stack lets nobody look
        for (Frame<?> frame = coroutine.leaf(); frame != null; frame = Coroutine.parentOf(frame)) {
            HeldCancellation here = in(frame);
            if (here == HELD) {
                return HELD;
            }
            found = here == UNKNOWN ? UNKNOWN : found;
        }
        return found;
    }

    private static HeldCancellation in(Frame<?> frame) {
        HeldCancellation found = DROPPED;
        for (Field field : frame.getClass().getDeclaredFields()) {
            if (!field.getType().isPrimitive() && !Modifier.isStatic(field.getModifiers())) {
                if (!field.trySetAccessible()) {
                    found = UNKNOWN;
                } else if (valueOf(field, frame) instanceof CancellationException) {
                    return HELD;
                }
            }
        }
        return found;
    }

    private static @Nullable Object valueOf(Field field, Frame<?> frame) {
        try {
            return field.get(frame);
        } catch (IllegalAccessException refused) {
            return null;
        }
    }
}

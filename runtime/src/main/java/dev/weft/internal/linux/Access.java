// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.linux;

import dev.weft.spi.Sneaky;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.channels.SelectableChannel;

/**
 * What a selector asks of a channel of the JDK: its descriptor, and to let go of that once nobody watches it any more. The package is one that
 * the JDK does not export. Initializing this class fails where it does not to this one.
 */
final class Access {
    private static final Class<?> SELECTABLE;
    private static final MethodHandle DESCRIPTOR;
    private static final MethodHandle RELEASE;

    static {
        try {
            SELECTABLE = Class.forName("sun.nio.ch.SelChImpl");
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            DESCRIPTOR = lookup.findVirtual(SELECTABLE, "getFDVal", MethodType.methodType(int.class))
                    .asType(MethodType.methodType(int.class, SelectableChannel.class));
            RELEASE = lookup.findVirtual(SELECTABLE, "kill", MethodType.methodType(void.class))
                    .asType(MethodType.methodType(void.class, SelectableChannel.class));
        } catch (ReflectiveOperationException failed) {
            throw new ExceptionInInitializerError(failed);
        }
    }

    private Access() {}

    /** Whether a channel is one of the JDK's that has a descriptor. */
    static boolean isKnown(SelectableChannel channel) {
        return SELECTABLE.isInstance(channel);
    }

    static int descriptorOf(SelectableChannel channel) {
        try {
            return (int) DESCRIPTOR.invokeExact(channel);
        } catch (Throwable failed) {
            throw Sneaky.rethrow(failed);
        }
    }

    /** Closes the descriptor of a channel that was closed while it was watched, if nobody else watches it. */
    static void release(SelectableChannel channel) {
        try {
            RELEASE.invokeExact(channel);
        } catch (Throwable failed) {
            throw Sneaky.rethrow(failed);
        }
    }
}

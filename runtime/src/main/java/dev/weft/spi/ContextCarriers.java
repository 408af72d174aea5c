// SPDX-License-Identifier: Apache-2.0
package dev.weft.spi;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** The {@linkplain ContextCarrier carriers} of the program: those of the service loader, then those that were registered. Any thread. */
public final class ContextCarriers {
    private static final List<ContextCarrier<?, ?>> NONE = List.of();
    private static volatile List<ContextCarrier<?, ?>> present = found();

    private ContextCarriers() {}

    /**
     * Adds a carrier. What is started from now on is followed, and what runs already is not: register before {@code run}.
     *
     * @param carrier the carrier
     * @return what takes the carrier away again, for what is started after that; idempotent
     * @throws IllegalStateException if it is there already
     */
    public static synchronized Runnable register(ContextCarrier<?, ?> carrier) {
        Objects.requireNonNull(carrier, "carrier");
        if (present.contains(carrier)) {
            throw new IllegalStateException("The carrier " + Fence.nameOf(carrier)
                    + " is registered already: by the service loader, or by an earlier call. Once is enough.");
        }
        List<ContextCarrier<?, ?>> more = new ArrayList<>(present);
        more.add(carrier);
        present = List.copyOf(more);
        return () -> remove(carrier);
    }

    private static synchronized void remove(ContextCarrier<?, ?> carrier) {
        List<ContextCarrier<?, ?>> fewer = new ArrayList<>(present);
        fewer.remove(carrier);
        present = fewer.isEmpty() ? NONE : List.copyOf(fewer);
    }

    /**
     * Returns the carriers.
     *
     * @return those that follow what is started now, in the order in which they enter; unmodifiable, another list after each change
     */
    public static List<ContextCarrier<?, ?>> present() {
        return present;
    }

    /**
     * Whether there is none.
     *
     * @return true if nothing is to be followed
     */
    public static boolean areNone() {
        return present == NONE;
    }

    /** A provider that cannot be loaded is reported, and the others are taken. */
    private static List<ContextCarrier<?, ?>> found() {
        List<ContextCarrier<?, ?>> found = new ArrayList<>();
        try {
            @SuppressWarnings("rawtypes")
            Iterator<ContextCarrier> providers = ServiceLoader.load(
                            ContextCarrier.class, ContextCarrier.class.getClassLoader())
                    .iterator();
            while (true) {
                try {
                    ContextCarrier<?, ?> next = next(providers);
                    if (next == null) {
                        break;
                    }
                    found.add(next);
                } catch (java.util.ServiceConfigurationError broken) {
                    Reports.warning("A context carrier cannot be loaded, and carries nothing", broken);
                }
            }
        } catch (Throwable failed) { // nobody could use the runtime otherwise
            Reports.warning("Context carriers cannot be looked for; those that were found carry on", failed);
        }
        return found.isEmpty() ? NONE : List.copyOf(found);
    }

    @SuppressWarnings("rawtypes")
    private static @Nullable ContextCarrier<?, ?> next(Iterator<ContextCarrier> providers) {
        return providers.hasNext() ? providers.next() : null;
    }
}

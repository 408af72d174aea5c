// SPDX-License-Identifier: Apache-2.0
package dev.weft.micrometer.context;

import dev.weft.spi.ContextCarrier;
import dev.weft.spi.Sneaky;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.context.ThreadLocalAccessor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Has each thread-local belong to the task for which Micrometer's context propagation has a {@code ThreadLocalAccessor}: observations,
 * traces, security contexts, the MDC. A scope of an observation may be open over an await; the thread gets back what it had all the same.
 *
 * <p>Found by the service loader, with the accessors of the global registry; or made with a registry, and registered at {@link
 * dev.weft.spi.ContextCarriers#register}. Any thread.
 */
public final class MicrometerCarrier implements ContextCarrier<ContextSnapshot, MicrometerCarrier.Entered> {
    private final ContextRegistry registry;
    private final ContextSnapshotFactory snapshots;

    /** Makes a carrier of what the global registry knows; for the service loader. */
    public MicrometerCarrier() {
        this(ContextRegistry.getInstance());
    }

    /**
     * Makes a carrier of what a registry knows.
     *
     * @param registry has the accessors; one that is added later is carried from then on
     */
    public MicrometerCarrier(ContextRegistry registry) {
        this.registry = Objects.requireNonNull(registry, "registry");
        snapshots = ContextSnapshotFactory.builder()
                .contextRegistry(registry)
                .clearMissing(true) // what the thread has and the task has not is nothing to the task
                .build();
    }

    @Override
    public ContextSnapshot capture() {
        return snapshots.captureAll();
    }

    @Override
    public @Nullable Entered enter(@Nullable ContextSnapshot state) {
        return state == null ? null : new Entered(registry.getThreadLocalAccessors(), state);
    }

    @Override
    public ContextSnapshot leave(@Nullable Entered own) {
        try {
            return snapshots.captureAll();
        } finally {
            if (own != null) {
                own.leave();
            }
        }
    }

    /** A task's state on a thread, and what the thread had. */
    static final class Entered {
        private final List<StepLocal<?>> locals = new ArrayList<>();

        Entered(List<ThreadLocalAccessor<?>> accessors, ContextSnapshot state) {
            accessors.forEach(accessor -> locals.add(new StepLocal<>(accessor)));
            try {
                var unused = state.setThreadLocals(); // its scope would restore once each
                locals.forEach(StepLocal::noteGiven);
            } catch (Throwable failed) {
                leave();
                throw failed;
            }
        }

        /** Puts back what the thread had, each for itself. */
        void leave() {
            Throwable failed = null;
            for (StepLocal<?> local : locals) {
                try {
                    local.putBack();
                } catch (Throwable thrown) {
                    failed = failed == null ? thrown : failed;
                }
            }
            if (failed != null) {
                throw Sneaky.rethrow(failed);
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.micrometer.context;

import dev.weft.spi.ContextCarrier;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Has each thread-local belong to the task for which Micrometer's context propagation has a {@code ThreadLocalAccessor}: observations,
 * traces, security contexts, the MDC. Found by the service loader, with the accessors of the global registry; or made with a registry, and
 * registered at {@link dev.weft.spi.ContextCarriers#register}. Any thread.
 */
public final class MicrometerCarrier implements ContextCarrier<ContextSnapshot, ContextSnapshot.Scope> {
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
        snapshots = ContextSnapshotFactory.builder()
                .contextRegistry(Objects.requireNonNull(registry, "registry"))
                .clearMissing(true) // what the thread has and the task has not is nothing to the task
                .build();
    }

    @Override
    public ContextSnapshot capture() {
        return snapshots.captureAll();
    }

    @Override
    public ContextSnapshot.@Nullable Scope enter(@Nullable ContextSnapshot state) {
        return state == null ? null : state.setThreadLocals();
    }

    @Override
    public ContextSnapshot leave(ContextSnapshot.@Nullable Scope own) {
        ContextSnapshot state = snapshots.captureAll();
        if (own != null) {
            own.close();
        }
        return state;
    }
}

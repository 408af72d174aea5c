// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What all awaits of a stage share that a cancelled await cannot cancel: one dependent of the stage. A stage keeps each dependent until it
 * completes, and offers no way to take one back; so a stage that lives as long as the program would keep something of each await. Any
 * thread.
 */
final class SharedStage {
    private static final ReferenceQueue<CompletionStage<?>> COLLECTED = new ReferenceQueue<>();

    /** What is shared is reachable through the stage itself, which keeps its dependent, and through those who await. */
    private static final Map<Key, WeakReference<SharedStage>> SHARED = new ConcurrentHashMap<>();

    /** A future that completes with the stage. */
    final CompletableFuture<?> future;

    private final Set<StageAwait> awaits = ConcurrentHashMap.newKeySet();

    private SharedStage(CompletableFuture<?> future) {
        this.future = future;
        var unused = future.whenComplete((value, failure) -> awaits.forEach(StageAwait::wake));
    }

    /** Returns what the awaits of a stage share, or null if nobody has made it. */
    static @Nullable SharedStage of(CompletionStage<?> stage) {
        Reference<SharedStage> shared = SHARED.get(new Key(stage, null));
        return shared == null ? null : shared.get();
    }

    /** Makes what the awaits of a stage share. */
    static SharedStage make(CompletionStage<?> stage, CompletableFuture<?> future) {
        for (Reference<?> gone = COLLECTED.poll(); gone != null; gone = COLLECTED.poll()) {
            SHARED.remove(gone);
        }
        SharedStage shared = new SharedStage(future);
        SHARED.put(new Key(stage, COLLECTED), new WeakReference<>(shared));
        return shared;
    }

    void add(StageAwait await) {
        awaits.add(await);
        if (future.isDone()) {
            await.wake();
        }
    }

    void remove(StageAwait await) {
        awaits.remove(await);
    }

    /** A stage as a key, which is equal to those of the same stage and does not keep it. */
    private static final class Key extends WeakReference<CompletionStage<?>> {
        private final int hash;

        Key(CompletionStage<?> stage, @Nullable ReferenceQueue<CompletionStage<?>> queue) {
            super(stage, queue);
            this.hash = System.identityHashCode(stage);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other || (other instanceof Key key && get() != null && key.get() == get());
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.opentelemetry.context;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextStorage;
import io.opentelemetry.context.Scope;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Knows the scopes that nobody has closed, as OpenTelemetry's strict mode, which learns of them from the garbage collector. */
final class OpenScopes implements ContextStorage {
    private final Map<Scope, Context> open = new ConcurrentHashMap<>();
    private final ContextStorage storage;

    private OpenScopes(ContextStorage storage) {
        this.storage = storage;
    }

    static OpenScopes install() {
        ContextStorage.addWrapper(OpenScopes::new);
        return (OpenScopes) ContextStorage.get();
    }

    @Override
    public Scope attach(Context context) {
        Scope attached = storage.attach(context);
        Scope scope = new Scope() {
            @Override
            public void close() {
                open.remove(this);
                attached.close();
            }
        };
        open.put(scope, context);
        return scope;
    }

    @Override
    public @Nullable Context current() {
        return storage.current();
    }

    /** The contexts whose scopes are open. */
    List<Context> contexts() {
        return List.copyOf(open.values());
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.opentelemetry.context;

import dev.weft.spi.ContextCarrier;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Has the current {@code Context} of OpenTelemetry, and the current span and baggage with it, belong to the task. A scope may be open over
 * an await:
 *
 * <pre>{@code
 * try (Scope scope = span.makeCurrent()) {
 *     await(answer(request));         // others on the loop do not see the span, and it is there again behind the await
 * }
 * }</pre>
 *
 * <p>Found by the service loader; nothing has to be called. Any thread. What a task spawns has the context of its spawn, also when the span
 * has ended before.
 */
public final class OpenTelemetryCarrier implements ContextCarrier<Context, OpenTelemetryCarrier.Entered> {
    /** For the service loader. */
    public OpenTelemetryCarrier() {}

    /** A task's context on a thread, and the scope that puts back what the thread had. */
    @SuppressWarnings("MustBeClosedChecker") // closed at the end of the step, not of a block
    static final class Entered {
        private final Context context;
        private final Scope scope;

        Entered(Context context) {
            this.context = context;
            this.scope = context.makeCurrent();
        }

        /** A scope closes when its context is current alone. */
        void leave(Context current) {
            if (current != context) { // a scope of the task's code is open over the await
                var unused = context.makeCurrent();
            }
            scope.close();
        }
    }

    @Override
    public Context capture() {
        return Context.current();
    }

    @Override
    public Entered enter(@Nullable Context state) {
        return new Entered(state == null ? Context.root() : state);
    }

    @Override
    public Context leave(@Nullable Entered own) {
        Context state = Context.current();
        Objects.requireNonNull(own).leave(state);
        return state;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.opentelemetry.context;

import dev.weft.spi.ContextCarrier;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.ContextStorage;
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

    /**
     * A task's context on a thread. What the thread has of its own is put back by closing a scope, which OpenTelemetry does only while the
     * scope's context is current, and never for a scope that has made current what was current before. So there is a context of nobody else
     * below the task's where that is the thread's own. Every scope is closed: OpenTelemetry's strict mode reports the others.
     */
    @SuppressWarnings("MustBeClosedChecker") // closed at the end of the step, not of a block
    static final class Entered {
        private static final Context NOBODYS = Context.root().with(ContextKey.named("below a task of Weft"), true);

        private final Context lowest;
        private final Scope lowestScope;
        private final Scope scope;

        Entered(Context context) {
            boolean isThere = ContextStorage.get().current() == context; // and not the root for want of any
            lowest = isThere ? NOBODYS : context;
            lowestScope = lowest.makeCurrent();
            scope = isThere ? context.makeCurrent() : Scope.noop();
        }

        /** A scope of the task's code may be open over the await. The lowest context is then made current to close the lowest scope. */
        void leave() {
            scope.close();
            Scope again = Context.current() == lowest ? Scope.noop() : lowest.makeCurrent();
            lowestScope.close();
            again.close(); // changes nothing, for its context is not current any more
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
        Objects.requireNonNull(own).leave();
        return state;
    }
}

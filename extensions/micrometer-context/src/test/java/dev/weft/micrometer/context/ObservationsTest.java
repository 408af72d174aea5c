// SPDX-License-Identifier: Apache-2.0
package dev.weft.micrometer.context;

import static dev.weft.Weft.await;
import static dev.weft.Weft.blocking;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.run;
import static dev.weft.Weft.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weft.Async;
import dev.weft.Task;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ThreadLocalAccessor;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The real observations of Micrometer, whose accessor opens scopes and closes the current one, with assertions about these. */
class ObservationsTest {
    private static final ObservationRegistry REGISTRY = ObservationRegistry.create();

    static {
        REGISTRY.observationConfig().observationHandler(context -> true); // without a handler nothing is observed
    }

    private final MicrometerCarrier carrier = new MicrometerCarrier();

    @AfterEach
    void theThreadHasNoScope() {
        assertNull(REGISTRY.getCurrentObservationScope());
    }

    private static Observation named(String name) {
        return Observation.start(name, REGISTRY);
    }

    private static String current() {
        Observation current = REGISTRY.getCurrentObservation();
        return current == null ? "none" : String.valueOf(current.getContext().getName());
    }

    @Async
    private Task<String> observed(String name) {
        String seen = current();
        try (Observation.Scope outer = named(name).openScope()) {
            await(sleep(Duration.ofMillis(1)));
            seen += " " + current();
            try (Observation.Scope inner = named(name + "-child").openScope()) {
                await(sleep(Duration.ofMillis(1)));
                seen += " " + current() + " " + await(blocking(ObservationsTest::current));
            }
            await(sleep(Duration.ofMillis(1)));
            seen += " " + current();
        }
        await(sleep(Duration.ofMillis(1)));
        return Task.of(seen + " " + current());
    }

    @Test
    void scopesThatAreOpenOverAwaitsAreTheTasksOwn() {
        try (Observation.Scope main = named("main").openScope()) {
            var seen = run(gather(observed("a"), observed("b")));
            assertEquals("main a a-child a-child a main", seen.first());
            assertEquals("main b b-child b-child b main", seen.second());
            assertEquals("main", current());
        }
    }

    /** A thread without an observation, one with its own, and one with that of the task. */
    @Test
    void scopesThatAreOpenBetweenTwoStepsLeaveTheThreadItsOwn() {
        Observation task = named("task");
        ContextSnapshot none = carrier.capture();
        assertStepsLeaveTheThreadItsOwn(none);
        assertStepsLeaveTheThreadItsOwn(captured(task));
        try (Observation.Scope own = named("thread").openScope()) {
            assertStepsLeaveTheThreadItsOwn(none);
            assertStepsLeaveTheThreadItsOwn(captured(task));
        }
        try (Observation.Scope own = task.openScope()) {
            assertStepsLeaveTheThreadItsOwn(captured(task));
        }
    }

    private void assertStepsLeaveTheThreadItsOwn(ContextSnapshot task) {
        Observation own = REGISTRY.getCurrentObservation();
        var first = carrier.enter(task);
        Observation.Scope outer = named("outer").openScope();
        Observation.Scope inner = named("inner").openScope();
        ContextSnapshot betweenInner = carrier.leave(first);
        assertSame(own, REGISTRY.getCurrentObservation());
        var second = carrier.enter(betweenInner);
        assertEquals("inner", current());
        inner.close();
        assertEquals("outer", current());
        ContextSnapshot betweenOuter = carrier.leave(second);
        assertSame(own, REGISTRY.getCurrentObservation());
        var third = carrier.enter(betweenOuter);
        assertEquals("outer", current());
        outer.close();
        var unused = carrier.leave(third);
        assertSame(own, REGISTRY.getCurrentObservation());
    }

    private ContextSnapshot captured(Observation task) {
        try (Observation.Scope scope = task.openScope()) {
            return carrier.capture();
        }
    }

    @Test
    void asManyStepsAsThereAreLeaveTheThreadTheScopeThatItHad() {
        try (Observation.Scope own = named("thread").openScope()) {
            ContextSnapshot state = captured(named("task"));
            for (int i = 0; i < 3; i++) {
                state = carrier.leave(carrier.enter(state));
                assertSame(own, REGISTRY.getCurrentObservationScope());
            }
        }
    }

    @Test
    void aSecondScopeOfTheTasksObservationLeavesTheThreadItsOwn() {
        Observation task = named("task");
        try (Observation.Scope own = named("thread").openScope()) {
            var entered = carrier.enter(captured(task));
            try (Observation.Scope again = task.openScope()) {
                var unused = carrier.leave(entered);
                assertSame(own, REGISTRY.getCurrentObservationScope());
            }
        }
    }

    @Test
    void anAccessorThatFailsLeavesTheThreadItsOwnOfTheOthers() {
        ContextRegistry registry = new ContextRegistry();
        ThreadLocal<String> user = new ThreadLocal<>();
        Failing failing = new Failing();
        registry.registerThreadLocalAccessor(failing);
        registry.registerThreadLocalAccessor("user", user);
        MicrometerCarrier ofBoth = new MicrometerCarrier(registry);
        user.set("task");
        ContextSnapshot state = ofBoth.capture();
        user.set("thread");
        failing.fails = true;
        var entered = ofBoth.enter(state);
        assertThrows(IllegalStateException.class, () -> ofBoth.leave(entered));
        assertEquals("thread", user.get());
        user.remove();
    }

    private static final class Failing implements ThreadLocalAccessor<String> {
        private boolean fails;
        private String value = "there";

        @Override
        public Object key() {
            return "failing";
        }

        @Override
        public String getValue() {
            return value;
        }

        @Override
        public void setValue(String to) {
            value = to;
        }

        @Override
        public void setValue() {
            value = "";
        }

        @Override
        public void restore(String to) {
            if (fails) {
                throw new IllegalStateException("the accessor fails");
            }
            value = to;
        }
    }
}

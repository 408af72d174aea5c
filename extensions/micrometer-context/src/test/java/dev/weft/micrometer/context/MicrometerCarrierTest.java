// SPDX-License-Identifier: Apache-2.0
package dev.weft.micrometer.context;

import static dev.weft.Weft.await;
import static dev.weft.Weft.blocking;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.run;
import static dev.weft.Weft.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.spi.ContextCarriers;
import io.micrometer.context.ContextRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Thread-locals that Micrometer's registry knows. */
class MicrometerCarrierTest {
    private static final ThreadLocal<String> USER = new ThreadLocal<>();
    private static final ThreadLocal<String> SPAN = new ThreadLocal<>();

    @BeforeEach
    void register() {
        assertEquals(
                List.of(MicrometerCarrier.class),
                ContextCarriers.present().stream().map(Object::getClass).toList());
        ContextRegistry.getInstance().registerThreadLocalAccessor("user", USER);
        ContextRegistry.getInstance().registerThreadLocalAccessor("span", SPAN);
    }

    @AfterEach
    void takeAway() {
        ContextRegistry.getInstance().removeThreadLocalAccessor("user");
        ContextRegistry.getInstance().removeThreadLocalAccessor("span");
        USER.remove();
        SPAN.remove();
    }

    private static String both() {
        return USER.get() + " " + SPAN.get();
    }

    @Async
    private Task<String> serve(String user) {
        USER.set(user);
        String seen = "";
        for (int i = 0; i < 3; i++) {
            SPAN.set(user + i);
            await(sleep(Duration.ofMillis(1)));
            seen += both() + ", ";
        }
        SPAN.remove();
        await(sleep(Duration.ofMillis(1)));
        return Task.of(seen + both() + ", " + await(blocking(MicrometerCarrierTest::both)));
    }

    @Test
    void eachTaskHasItsOwnValuesAfterEachAwait() {
        SPAN.set("of main");
        var seen = run(gather(serve("ann"), serve("bob")));
        assertEquals("ann ann0, ann ann1, ann ann2, ann null, ann null", seen.first());
        assertEquals("bob bob0, bob bob1, bob bob2, bob null, bob null", seen.second());
        assertEquals("null of main", both());
    }

    @Test
    void aStageWithoutALoopHasTheValuesOfItsCallerAndLeavesThoseOfTheThread() throws Exception {
        CompletableFuture<Void> gate = new CompletableFuture<>();
        USER.set("ann");
        CompletableFuture<String> stage = afterGate(gate);
        CompletableFuture<String> left = new CompletableFuture<>();
        Thread opener = new Thread(() -> {
            SPAN.set("of the opener");
            gate.complete(null);
            left.complete(both());
        });
        opener.start();
        opener.join();
        assertEquals("ann null", stage.join());
        assertEquals("null of the opener", left.join());
    }

    @Async
    private CompletableFuture<String> afterGate(CompletableFuture<Void> gate) {
        await(gate);
        String seen = both();
        USER.set("of the stage");
        return CompletableFuture.completedFuture(seen);
    }

    @Test
    void anAccessorThatIsAddedLaterIsCarriedFromThenOn() {
        ContextRegistry.getInstance().removeThreadLocalAccessor("span");
        assertEquals("[ann null, null null]", run(late()));
        assertNull(SPAN.get());
    }

    @Async
    private Task<String> late() {
        ContextRegistry.getInstance().registerThreadLocalAccessor("span", SPAN);
        return Task.of(await(gather(List.of(lateUser("ann"), lateUser(null)))).toString());
    }

    @Async
    private Task<String> lateUser(@Nullable String user) {
        USER.set(user);
        await(sleep(Duration.ofMillis(1)));
        return Task.of(both());
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.weft.Waiter;
import dev.weft.support.LogRecords;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WaitersTest {
    private final List<String> woken = new ArrayList<>();
    private final Waiter first = () -> woken.add("first");
    private final Waiter second = () -> woken.add("second");
    private final Waiter third = () -> woken.add("third");

    @Test
    void oneWaiterIsKeptAsItIs() {
        assertSame(first, Waiters.add(null, first));
        assertSame(first, Waiters.first(first));
        assertNull(Waiters.first(null));
    }

    @Test
    void allAreWokenInTheOrderInWhichTheyCame() {
        Waiters.wake(all(), "it");
        assertEquals(List.of("first", "second", "third"), woken);
        Waiters.wake(null, "it");
        Waiters.wake(first, "it");
        assertEquals(4, woken.size());
    }

    @Test
    void whoLeavesIsNotWoken() {
        Object waiters = Waiters.remove(all(), first);
        assertSame(second, Waiters.first(waiters));
        Waiters.wake(waiters, "it");
        assertEquals(List.of("second", "third"), woken);
        assertNull(Waiters.remove(first, first));
        assertSame(first, Waiters.remove(first, second));
    }

    @Test
    void whoLeavesIsTheSameAndNotAnEqualOne() {
        record Equal(List<String> woken) implements Waiter {
            @Override
            public void wake() {
                woken.add("equal");
            }
        }
        Waiter stays = new Equal(woken);
        Waiter leaves = new Equal(woken);
        Object waiters = Waiters.remove(Waiters.add(Waiters.add(null, stays), leaves), leaves);
        assertSame(stays, Waiters.first(waiters));
    }

    @Test
    void oneThatFailsKeepsNobodyFromBeingWokenAndIsNamedOnce() {
        Waiter failing = () -> {
            throw new IllegalStateException("bad waiter");
        };
        try (LogRecords warnings = new LogRecords()) {
            Waiters.wake(Waiters.add(Waiters.add(Waiters.add(null, first), failing), third), "task-7");
            Waiters.wake(failing, "task-8");
            assertEquals(List.of("first", "third"), woken);
            String lambda = "The waiter (a lambda in " + WaitersTest.class.getName() + ") of ";
            assertEquals(List.of(lambda + "task-7 failed", lambda + "task-8 failed"), warnings.messages());
        }
    }

    private @Nullable Object all() {
        return Waiters.add(Waiters.add(Waiters.add(null, first), second), third);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.weave.MethodSource;
import dev.weft.weave.MethodText;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.tree.MethodNode;

class MonitorsTest {
    @Test
    void namesTheLineOfAnAwaitInASynchronizedBlock() {
        assertEquals(3, lineIn("""

                synchronized (lock) {
                    await(yieldNow());
                }
                """));
    }

    @Test
    void namesTheFirstOfTwo() {
        assertEquals(3, lineIn("""
                await(yieldNow());
                synchronized (lock) {
                    await(yieldNow());
                    await(yieldNow());
                }
                """));
    }

    @Test
    void anAwaitBeforeOrBehindTheBlockIsNotUnderIt() {
        assertEquals(Monitors.NONE, lineIn("""
                await(yieldNow());
                synchronized (lock) {
                    lock.hashCode();
                }
                await(yieldNow());
                """));
    }

    @Test
    void theOuterMonitorIsHeldWhenTheInnerOneHasBeenReleased() {
        assertEquals(5, lineIn("""
                synchronized (lock) {
                    synchronized (other) {
                        other.hashCode();
                    }
                    await(yieldNow());
                }
                """));
    }

    @Test
    void aCatchInTheBlockIsUnderTheMonitor() {
        assertEquals(5, lineIn("""
                synchronized (lock) {
                    try {
                        lock.hashCode();
                    } catch (RuntimeException e) {
                        await(yieldNow());
                    }
                }
                """));
    }

    @Test
    void aCatchAroundTheBlockIsNotUnderTheMonitor() {
        assertEquals(Monitors.NONE, lineIn("""
                try {
                    synchronized (lock) {
                        lock.hashCode();
                    }
                } catch (RuntimeException e) {
                    await(yieldNow());
                }
                """));
    }

    @Test
    void theEndOfALoopInTheBlockIsUnderTheMonitor() {
        assertEquals(5, lineIn("""
                synchronized (lock) {
                    for (int i = 0; i < 3; i++) {
                        if (i == 2) continue;
                    }
                    await(yieldNow());
                }
                """));
    }

    @Test
    void aReturnOutOfTheBlockReleasesTheMonitorForWhatComesBehind() {
        assertEquals(Monitors.NONE, lineIn("""
                synchronized (lock) {
                    if (lock == null) return Task.of(null);
                }
                await(yieldNow());
                """));
    }

    @Test
    void anAwaitThatNoLineIsKnownOfIsInLine0() {
        assertEquals(0, Monitors.lineOfAwaitUnderMonitor(MethodText.ofStatic("()V", """
                MONITORENTER
                AWAIT
                MONITOREXIT
                RETURN
                """)));
    }

    @Test
    void anAwaitThatCannotBeReachedIsUnderNoMonitor() {
        assertEquals(Monitors.NONE, Monitors.lineOfAwaitUnderMonitor(MethodText.ofStatic("()V", """
                MONITORENTER
                MONITOREXIT
                RETURN
                AWAIT
                ATHROW
                """)));
    }

    @Test
    void theMonitorIsHeldFromBehindItsEnterToItsExit() {
        assertEquals(Set.of("ICONST_1", "MONITOREXIT"), under("""
                ICONST_0
                MONITORENTER
                ICONST_1
                MONITOREXIT
                RETURN
                """));
    }

    /** As javac has it, the handler that releases the monitor guards itself. */
    @Test
    void theHandlerThatReleasesTheMonitorHoldsIt() {
        assertEquals(Set.of("L0", "MONITOREXIT", "L2", "POP"), under("""
                TRYCATCHBLOCK L0 L1 L2 null
                TRYCATCHBLOCK L2 L3 L2 null
                MONITORENTER
                L0
                MONITOREXIT
                L1
                RETURN
                L2
                POP
                MONITOREXIT
                L3
                ATHROW
                """));
    }

    @Test
    void aMethodWithoutMonitorsHasNothingUnderOne() {
        MethodNode method = MethodText.ofStatic("()V", "AWAIT\nRETURN");
        assertEquals(false, Monitors.hasMonitors(method));
        assertEquals(Set.of(), Monitors.under(method));
        assertEquals(Monitors.NONE, Monitors.lineOfAwaitUnderMonitor(method));
    }

    /** The line, from 1, in the statements of a method. */
    private static int lineIn(String statements) {
        return Monitors.lineOfAwaitUnderMonitor(
                MethodSource.method("@Async static Task<?> foo(Object lock, Object other) {" + statements
                                + "return Task.of(null); }")
                        .method());
    }

    private static Set<String> under(String code) {
        MethodNode method = MethodText.ofStatic("()V", code);
        var lines = MethodText.of(method).lines().toList();
        return Monitors.under(method).stream()
                .map(insn -> lines.get(method.instructions.indexOf(insn)))
                .collect(Collectors.toSet());
    }
}

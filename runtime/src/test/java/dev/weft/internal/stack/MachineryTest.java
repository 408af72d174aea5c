// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.abi.Coroutine;
import dev.weft.abi.Frame;
import dev.weft.abi.Packages;
import dev.weft.abi.Trampoline;
import dev.weft.net.Tcp;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is known by its name on a Java stack has that name. */
class MachineryTest {
    @Test
    void knowsAStepByItsName() throws Exception {
        String name = Trampoline.class.getDeclaredMethod(Trampoline.STEP).getName();
        assertTrue(Machinery.isStep(Trampoline.class.getName(), name));
        assertFalse(Machinery.isStep(Frame.class.getName(), name));
    }

    @Test
    void knowsTheStartOfAStageByItsName() throws Exception {
        String name = Frame.class.getDeclaredMethod(Frame.START).getName();
        assertTrue(Machinery.isStart(Frame.class.getName(), name));
        assertFalse(Machinery.isStart(Coroutine.class.getName(), name));
    }

    @Test
    void knowsTheLoopByItsMethods() throws Exception {
        for (String name : Machinery.LOOP) {
            int dot = name.lastIndexOf('.');
            Class<?> owner = Class.forName(name.substring(0, dot));
            String method = name.substring(dot + 1);
            assertEquals(Packages.class.getModule(), owner.getModule());
            assertTrue(
                    Stream.of(owner.getDeclaredMethods())
                            .anyMatch(is -> is.getName().equals(method)),
                    name);
            assertTrue(Machinery.isLoop(owner.getName(), method));
            assertFalse(Machinery.isLoop(owner.getName(), "watch"));
        }
    }

    @Test
    void tellsACallThatUsersMakeFromWhatTheWeaverHasThemCall() {
        assertTrue(Machinery.isCall(element(Tcp.class, "openConnection")));
        assertFalse(Machinery.isCall(element(Coroutine.class, "await")));
        assertFalse(Machinery.isCall(element(Frame.class, Frame.START)));
        assertFalse(Machinery.isCall(element(String.class, "valueOf")));
    }

    private static StackTraceElement element(Class<?> owner, String method) {
        return new StackTraceElement(owner.getName(), method, owner.getSimpleName() + ".java", 1);
    }
}

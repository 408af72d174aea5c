// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Weft;
import dev.weft.abi.Coroutine;
import dev.weft.abi.Frame;
import dev.weft.abi.Packages;
import org.junit.jupiter.api.Test;

/** What is known by its name on a Java stack has that name. */
class MachineryTest {
    @Test
    void knowsTheTrampolineByItsName() throws Exception {
        String name = Coroutine.class.getDeclaredMethod(Coroutine.TRAMPOLINE).getName();
        assertTrue(Machinery.isTrampoline(Coroutine.class.getName(), name));
        assertFalse(Machinery.isTrampoline(Frame.class.getName(), name));
    }

    @Test
    void knowsTheStartOfAStageByItsName() throws Exception {
        String name = Frame.class.getDeclaredMethod(Frame.START).getName();
        assertTrue(Machinery.isStart(Frame.class.getName(), name));
        assertFalse(Machinery.isStart(Coroutine.class.getName(), name));
    }

    @Test
    void knowsTheLoopByItsClasses() throws Exception {
        for (String name : Machinery.LOOP) {
            assertEquals(Packages.class.getModule(), Class.forName(name).getModule());
            assertTrue(Machinery.isLoop(name));
        }
        assertFalse(Machinery.isLoop(Weft.class.getName()));
    }
}

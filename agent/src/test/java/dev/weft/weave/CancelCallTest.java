// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.weave.analysis.RuntimeSymbols;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** A body says where it cancels a task, so that nobody has to look for that on the Java stack. */
class CancelCallTest {
    private static final String SOURCE = """
            package p;
            import static dev.weft.Weft.*;
            import dev.weft.*;
            public class A {
                @Async
                static Task<Boolean> foo(ScheduledTask<?> task) {
                    await(yieldNow());
                    return Task.of(task.cancel() |
                            task.cancel());
                }
                static boolean plain(ScheduledTask<?> task) {
                    return task.cancel();
                }
            }
            """;

    private final WovenSource source = new WovenSource("p.A", SOURCE);

    /** The constants in front of the calls of a method, by its name and number of parameters. */
    private List<Object> places(String name, int hidden) {
        ClassNode owner = new ClassNode();
        new ClassReader(source.bytes("p.A")).accept(owner, 0);
        List<Object> places = new ArrayList<>();
        for (MethodNode method : owner.methods) {
            if (method.name.equals(name) && method.parameters.size() == 1 + hidden) {
                for (AbstractInsnNode insn : method.instructions) {
                    if (RuntimeSymbols.CO_CANCEL.isCalledBy(insn)) {
                        places.add(((LdcInsnNode) insn.getPrevious()).cst);
                    } else if (RuntimeSymbols.CANCEL.isCalledBy(insn)) {
                        places.add("by the Java stack");
                    }
                }
            }
        }
        return places;
    }

    @Test
    void aBodySaysInWhichLineItCancels() {
        assertEquals(List.of("foo;p.A;8;A.java", "foo;p.A;9;A.java"), places("foo", 2));
    }

    @Test
    void aMethodThatIsNotAsyncIsLeftAlone() {
        assertEquals(List.of("by the Java stack"), places("plain", 0));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.codegen;

import dev.weft.weave.analysis.AsyncMethod;
import dev.weft.weave.analysis.Awaits;
import dev.weft.weave.analysis.RuntimeSymbols;
import dev.weft.weave.analysis.Sources;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodInsnNode;

/**
 * Replaces what a body tells the runtime besides its awaits: that it spawns, cancels or drops a task, and where in the source that
 * happens.
 */
final class RuntimeCalls {
    private final AsyncMethod method;
    private final StackMaps maps;

    RuntimeCalls(AsyncMethod method, StackMaps maps) {
        this.method = method;
        this.maps = maps;
    }

    /** Replaces all spawns, cancellations and drops of a body. */
    void replace(InsnList body) {
        int line = 0;
        for (AbstractInsnNode insn : body.toArray()) {
            if (insn instanceof LineNumberNode number) {
                line = number.line;
            } else if (insn instanceof MethodInsnNode) {
                if (Awaits.isSpawn(insn)) {
                    replace(body, insn, spawn(insn, line));
                } else if (RuntimeSymbols.CANCEL.isCalledBy(insn)) {
                    replace(body, insn, cancel(line));
                }
            } else if (Awaits.dropsTask(insn)) {
                replace(body, insn, dropped(line));
            }
        }
    }

    private static void replace(InsnList body, AbstractInsnNode insn, InsnList code) {
        body.insert(insn, code);
        body.remove(insn);
    }

    /** {@code Weft.spawn(task)} becomes {@code co.spawn(task, null, "where")}, and {@code Weft.spawn(name, task)} likewise. */
    private InsnList spawn(AbstractInsnNode spawn, int line) {
        InsnList code = new InsnList();
        if (RuntimeSymbols.SPAWN_NAMED.isCalledBy(spawn)) { // name, task
            code.add(Code.op(Opcodes.SWAP)); // task, name
            code.add(Code.load(maps.coroutine())); // task, name, co
            code.add(Code.op(Opcodes.DUP_X2)); // co, task, name, co
            code.add(Code.op(Opcodes.POP)); // co, task, name
        } else { // task
            code.add(Code.load(maps.coroutine())); // task, co
            code.add(Code.op(Opcodes.SWAP)); // co, task
            code.add(Code.op(Opcodes.ACONST_NULL)); // co, task, null
        }
        code.add(place(line));
        code.add(Code.call(RuntimeSymbols.CO_SPAWN));
        return code;
    }

    /** {@code task.cancel()} becomes {@code co.cancel(task, "where")}, which need not look on the Java stack for that. */
    private InsnList cancel(int line) {
        InsnList code = new InsnList();
        code.add(Code.load(maps.coroutine())); // task, co
        code.add(Code.op(Opcodes.SWAP)); // co, task
        code.add(place(line)); // co, task, where
        code.add(Code.call(RuntimeSymbols.CO_CANCEL));
        return code;
    }

    /** The statement {@code foo();} of an async method becomes {@code ColdFrames.dropped(foo(), "where");}. */
    private InsnList dropped(int line) {
        InsnList code = new InsnList();
        code.add(place(line)); // task, where
        code.add(Code.call(RuntimeSymbols.DROPPED));
        return code;
    }

    /** Pushes where a line of the method is, as the runtime reads it: {@code "foo;C;12;C.java"}. */
    private AbstractInsnNode place(int line) {
        return new LdcInsnNode(Sources.constant(method, List.of(line)));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.rewrite;

import dev.weft.weave.analysis.Awaits;
import dev.weft.weave.analysis.SlotTypes;
import dev.weft.weave.analysis.VerifierTypes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Lets {@code new X(await(…))} suspend, on a copy of the method. javac makes the object before the arguments, and the verifier
 * lets nobody store one whose constructor has not run (JVMS 4.10.2.4). So wherever such an object is around at an await, null
 * stands in for it, and it is made again when the arguments are there:
 *
 * <pre>
 * NEW X; DUP; …arguments…; INVOKESPECIAL X.&lt;init&gt;
 * NEW X; POP; ACONST_NULL; DUP; …arguments…; store them; POP; NEW X; DUP; load them; INVOKESPECIAL X.&lt;init&gt;; replace the nulls
 * </pre>
 *
 * <p>The first NEW stays for what it does besides: class X is initialised before the arguments are computed, as in Java.
 */
public final class DelayedNew {
    private final MethodNode body;
    private final VerifierTypes types;
    private int nextLocal;

    private DelayedNew(String owner, MethodNode body) {
        this.body = body;
        this.types = new VerifierTypes(owner, body);
        this.nextLocal = body.maxLocals;
    }

    /**
     * Delays each construction that is not finished at an await.
     *
     * @param owner the internal name of the class
     * @param body a copy of an async method, which is changed
     */
    public static void apply(String owner, MethodNode body) {
        if (!mayBeUnfinishedAtAwait(body)) {
            return;
        }
        DelayedNew pass = new DelayedNew(owner, body);
        Set<TypeInsnNode> delayed = pass.unfinishedAtAwaits();
        if (!delayed.isEmpty()) {
            pass.delay(delayed);
        }
    }

    /**
     * Whether an object may be around at an await before its constructor has run, as far as can be told without following types, which takes
     * long: how many are unfinished is known at each stack map, and up to the next one control goes straight on.
     */
    private static boolean mayBeUnfinishedAtAwait(MethodNode body) {
        int unfinished = 0;
        for (AbstractInsnNode insn = body.instructions.getFirst(); insn != null; insn = insn.getNext()) {
            if (insn.getOpcode() == Opcodes.NEW) {
                unfinished++;
            } else if (insn instanceof FrameNode map) {
                unfinished = unfinished(map);
            } else if (unfinished > 0 && insn instanceof MethodInsnNode call) {
                if (Awaits.suspends(call)) {
                    return true;
                }
                unfinished -= call.name.equals("<init>") ? 1 : 0;
            }
        }
        return false;
    }

    /** How many such objects a stack map has, each of which may be there several times. */
    private static int unfinished(FrameNode map) {
        Set<Object> labels = new HashSet<>();
        addLabels(map.local, labels);
        addLabels(map.stack, labels);
        return labels.size();
    }

    private static void addLabels(List<Object> types, Set<Object> labels) {
        for (Object type : types) {
            if (type instanceof LabelNode) {
                labels.add(type);
            }
        }
    }

    /** The NEWs of all objects that are around at an await before their constructor has run. */
    private Set<TypeInsnNode> unfinishedAtAwaits() {
        Set<TypeInsnNode> found = new LinkedHashSet<>();
        for (AbstractInsnNode insn : body.instructions) {
            VerifierTypes.State state = Awaits.suspends(insn) ? types.before(insn) : null;
            if (state != null) {
                List<Object> values = new ArrayList<>(state.locals());
                values.addAll(state.stack());
                for (Object type : values) {
                    TypeInsnNode made = types.newOf(type);
                    if (made != null) {
                        found.add(made);
                    }
                }
            }
        }
        return found;
    }

    /** Puts a placeholder where each of these objects is made, and makes it in front of its constructor. */
    private void delay(Set<TypeInsnNode> delayed) {
        for (AbstractInsnNode insn : body.instructions.toArray()) {
            if (insn instanceof TypeInsnNode made && delayed.contains(made)) {
                InsnList placeholder = new InsnList();
                placeholder.add(new InsnNode(Opcodes.POP));
                placeholder.add(new InsnNode(Opcodes.ACONST_NULL));
                body.instructions.insert(made, placeholder);
            } else if (insn instanceof MethodInsnNode call && call.name.equals("<init>")) {
                delayConstructor(call, delayed);
            } else if (insn instanceof FrameNode map) {
                map.local.replaceAll(type -> finished(type, delayed));
                map.stack.replaceAll(type -> finished(type, delayed));
            }
        }
        body.maxLocals = nextLocal;
    }

    /** In a stack map the placeholder is an X, which null may always pass for. */
    private Object finished(Object type, Set<TypeInsnNode> delayed) {
        TypeInsnNode made = type instanceof LabelNode label ? types.newOf(label.getLabel()) : null;
        return made != null && delayed.contains(made) ? made.desc : type;
    }

    /**
     * {@code placeholder…, placeholder, arguments…} on the stack becomes {@code object…}: the arguments go to locals, a new object is made,
     * its constructor runs, and the object takes the place of all its placeholders.
     */
    private void delayConstructor(MethodInsnNode call, Set<TypeInsnNode> delayed) {
        VerifierTypes.State state = types.before(call);
        if (state == null) {
            return;
        }
        Type[] arguments = Type.getArgumentTypes(call.desc);
        int receiver = state.stack().size() - arguments.length - 1;
        Object unfinished = state.stack().get(receiver);
        TypeInsnNode made = types.newOf(unfinished);
        if (made != null && delayed.contains(made)) {
            InsnList before = new InsnList();
            List<VarInsnNode> stored = store(arguments, before);
            before.add(new InsnNode(Opcodes.POP));
            before.add(new TypeInsnNode(Opcodes.NEW, made.desc));
            before.add(new InsnNode(Opcodes.DUP));
            stored.forEach(before::add);
            InsnList after = replacePlaceholders(state, receiver, unfinished);
            body.instructions.insertBefore(call, before);
            body.instructions.insert(call, after);
        }
    }

    /** Pops the arguments, last first, into fresh locals, and returns the instructions that push them again. */
    private List<VarInsnNode> store(Type[] arguments, InsnList code) {
        List<VarInsnNode> loads = new ArrayList<>();
        for (int i = arguments.length - 1; i >= 0; i--) {
            code.add(new VarInsnNode(arguments[i].getOpcode(Opcodes.ISTORE), nextLocal));
            loads.add(0, new VarInsnNode(arguments[i].getOpcode(Opcodes.ILOAD), nextLocal));
            nextLocal += arguments[i].getSize();
        }
        return loads;
    }

    /** With the object on top, puts it wherever the placeholder was: … null … null, object becomes … object … object. */
    private InsnList replacePlaceholders(VerifierTypes.State state, int depth, Object unfinished) {
        InsnList code = new InsnList();
        int object = nextLocal++;
        code.add(new VarInsnNode(Opcodes.ASTORE, object));
        List<Object> below = state.stack().subList(0, depth);
        int deepest = below.indexOf(unfinished);
        List<AbstractInsnNode> pushes = new ArrayList<>();
        for (int i = below.size() - 1; deepest >= 0 && i >= deepest; i--) {
            Object type = below.get(i);
            if (type.equals(unfinished)) {
                code.add(new InsnNode(Opcodes.POP));
                pushes.add(0, new VarInsnNode(Opcodes.ALOAD, object));
            } else {
                int temporary = nextLocal;
                nextLocal += SlotTypes.isWide(type) ? 2 : 1;
                code.add(new VarInsnNode(storeOf(type), temporary));
                pushes.add(0, new VarInsnNode(storeOf(type) - (Opcodes.ISTORE - Opcodes.ILOAD), temporary));
            }
        }
        pushes.forEach(code::add);
        for (int local = 0; local < state.locals().size(); local++) {
            if (state.locals().get(local).equals(unfinished)) {
                code.add(new VarInsnNode(Opcodes.ALOAD, object));
                code.add(new VarInsnNode(Opcodes.ASTORE, local));
            }
        }
        return code;
    }

    /** The instruction that stores a value of a verifier's type. */
    private static int storeOf(Object type) {
        if (type.equals(Opcodes.INTEGER)) {
            return Opcodes.ISTORE;
        }
        if (type.equals(Opcodes.LONG)) {
            return Opcodes.LSTORE;
        }
        if (type.equals(Opcodes.FLOAT)) {
            return Opcodes.FSTORE;
        }
        return type.equals(Opcodes.DOUBLE) ? Opcodes.DSTORE : Opcodes.ASTORE;
    }
}

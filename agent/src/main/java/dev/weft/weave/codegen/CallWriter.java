// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.codegen;

import dev.weft.weave.analysis.AsyncMethod;
import dev.weft.weave.analysis.CallCounting;
import dev.weft.weave.analysis.RuntimeMember;
import dev.weft.weave.analysis.RuntimeSymbols;
import dev.weft.weave.analysis.RuntimeTypes;
import dev.weft.weave.analysis.SuspensionPoint;
import dev.weft.weave.analysis.SuspensionPoint.Binding;
import dev.weft.weave.analysis.SuspensionPoint.DirectCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodInsnNode;

/**
 * The code that stands for an await, up to its result or the marker: of what is on the stack, or of a call in front of it. A call that is
 * counted here, because it is in a loop but not made in each turn, counts down what is left of a block:
 *
 * <pre>
 *            if (--left < 0) goto blockOver;
 *            frame = null;
 * go:        result = foo(arguments…, co, frame);
 *            …
 * blockOver: frame = co.blockOver();              // behind the user's code
 *            left = 1023;
 *            goto go;
 * </pre>
 *
 * <p>A call that is counted by the turns of a loop passes what the loop was given when its block was over ({@link TurnWriter}).
 */
final class CallWriter {
    /** Call sites differ in up to so many arguments that mean nothing. */
    private static final int MOST_PADDING = 7;

    private final StackMaps maps;
    private final SuspensionPoint point;
    private final CallCounting counting;
    private final boolean isCounted;
    private final boolean isCountedByTurns;
    private final LabelNode blockOver = new LabelNode();
    private final LabelNode go = new LabelNode();

    CallWriter(StackMaps maps, SuspensionPoint point, CallCounting counting) {
        this.maps = maps;
        this.point = point;
        this.counting = counting;
        this.isCounted = counting.byCall().get(point.state());
        this.isCountedByTurns = counting.byTurns().get(point.state());
    }

    /** {@code co.await(awaitable)}, {@code co.await(stage)} or {@code co.close(generator)}, of what is on the stack. */
    void awaitTopOfStack(InsnList code) {
        code.add(Code.load(maps.coroutine())); // awaitable, co
        code.add(Code.op(Opcodes.SWAP)); // co, awaitable
        code.add(Code.call(operation()));
    }

    private RuntimeMember operation() {
        if (point.closes()) {
            return RuntimeSymbols.CO_CLOSE;
        }
        return RuntimeSymbols.AWAIT_STAGE.isCalledBy(point.await())
                ? RuntimeSymbols.CO_AWAIT_STAGE
                : RuntimeSymbols.CO_AWAIT;
    }

    /** Tells the coroutine what the body of a generator has counted, at an emit. The result is on the stack. */
    void leave(InsnList code) {
        if (!counting.isEmpty()) {
            Countdown.leave(code, maps, counting);
        }
    }

    /**
     * An awaited call, with its operands on the stack: {@code foo(arguments…, co, null)}. For a method of another class, {@code
     * Linkage.isDirect(…) ? foo(arguments…, co, null) : co.await(foo(arguments…))}. For a method that may be overridden, an {@code
     * invokedynamic} that does the one or the other.
     */
    void call(InsnList code, DirectCall call, boolean onLineOfAwait) {
        switch (call.binding()) {
            case PROVEN -> callBody(code, call, onLineOfAwait);
            case ASKED -> askAndCall(code, call, onLineOfAwait);
            case DISPATCHED -> dispatch(code, call, onLineOfAwait);
        }
    }

    /**
     * With a condition that is a constant once it has been asked:
     *
     * <pre>
     *          if (!Linkage.isDirect("foo…")) goto general;    // invokedynamic
     *          result = foo(object, arguments…, co, null);
     *          goto done;
     * general: result = co.await(object.foo(arguments…));
     * done:
     * </pre>
     */
    private void askAndCall(InsnList code, DirectCall call, boolean onLineOfAwait) {
        LabelNode general = new LabelNode();
        LabelNode done = new LabelNode();
        code.add(isDirect(call.insn()));
        code.add(new JumpInsnNode(Opcodes.IFEQ, general));
        callBody(code, call, onLineOfAwait);
        code.add(new JumpInsnNode(Opcodes.GOTO, done));
        code.add(general);
        code.add(maps.at(point, call.operands().toArray())); // stack…, object, arguments…
        code.add(call.insn().clone(Map.of()));
        awaitTopOfStack(code);
        code.add(done);
        code.add(maps.at(point, "java/lang/Object")); // stack…, result
    }

    /** Pushes the coroutine, and for the frame null; when a block is over, what the coroutine gives. On the line of the user's call. */
    private void pushHidden(InsnList code, DirectCall call) {
        code.add(Code.load(maps.coroutine()));
        if (isCounted) {
            code.add(Countdown.count(maps, Opcodes.IFLT, blockOver));
        }
        code.add(isCountedByTurns ? Code.load(maps.passed()) : Code.op(Opcodes.ACONST_NULL));
        if (isCounted) {
            code.add(go);
            code.add(mapAtCall(call, RuntimeTypes.COROUTINE, RuntimeTypes.FRAME)); // object, arguments…, co, frame
        }
    }

    /** {@code blockOver: frame = co.blockOver(); left = 1023; goto go;}, if the call is counted. */
    void writeBlockOver(InsnList code) {
        DirectCall call = point.call();
        if (call != null && isCounted) {
            code.add(blockOver);
            code.add(mapAtCall(call, RuntimeTypes.COROUTINE));
            code.add(Code.op(Opcodes.DUP));
            code.add(Code.call(RuntimeSymbols.BLOCK_OVER)); // object, arguments…, co, frame
            Countdown.start(code, maps);
            code.add(new JumpInsnNode(Opcodes.GOTO, go));
        }
    }

    /** A map with the operands of the call, and what lies above them. */
    private FrameNode mapAtCall(DirectCall call, Object... above) {
        List<Object> operands = new ArrayList<>(call.operands());
        operands.addAll(List.of(above));
        return maps.at(point, operands.toArray());
    }

    /**
     * {@code foo(arguments…, co, null)}, of a static method or a body of this class; else by the door, {@code foo$weft(object, arguments…,
     * co, null)}. Without a frame the body begins, and makes one if it has to suspend.
     */
    private void callBody(InsnList code, DirectCall direct, boolean onLineOfAwait) {
        pushHidden(code, direct);
        beginLineOfAwait(code, onLineOfAwait);
        MethodInsnNode call = direct.insn();
        boolean isStatic = call.getOpcode() == Opcodes.INVOKESTATIC;
        if (isStatic) {
            code.add(new MethodInsnNode(
                    Opcodes.INVOKESTATIC, call.owner, call.name, AsyncMethod.bodyDescriptor(call.desc), call.itf));
        } else if (direct.binding() == Binding.PROVEN) {
            code.add(new MethodInsnNode(
                    Opcodes.INVOKESPECIAL, call.owner, call.name, AsyncMethod.bodyDescriptor(call.desc), call.itf));
        } else {
            String door = AsyncMethod.doorName(call.name);
            String descriptor = AsyncMethod.doorDescriptor(call.owner, call.desc);
            code.add(new MethodInsnNode(Opcodes.INVOKESTATIC, call.owner, door, descriptor, call.itf));
        }
    }

    /** A call that is written on another line than its await is made on that of the await, as the frame says. */
    private void beginLineOfAwait(InsnList code, boolean onLineOfAwait) {
        if (onLineOfAwait) {
            LabelNode lineBegins = new LabelNode();
            code.add(lineBegins);
            code.add(new LineNumberNode(point.line(), lineBegins));
        }
    }

    /**
     * {@code invokedynamic foo(object, arguments…, co, null, null…)}, which {@code Linkage.dispatch} links: it goes to the body that the
     * class of the object has, or awaits what {@code object.foo(arguments…)} returns. The handle of that method comes with it.
     */
    private void dispatch(InsnList code, DirectCall direct, boolean onLineOfAwait) {
        pushHidden(code, direct);
        beginLineOfAwait(code, onLineOfAwait);
        MethodInsnNode call = direct.insn();
        int padding = padding(call);
        for (int i = 0; i < padding; i++) {
            code.add(Code.op(Opcodes.ACONST_NULL)); // object, arguments…, co, null, null…
        }
        int kind = call.itf ? Opcodes.H_INVOKEINTERFACE : Opcodes.H_INVOKEVIRTUAL;
        code.add(new InvokeDynamicInsnNode(
                call.name,
                AsyncMethod.dispatchDescriptor(call.owner, call.desc, padding),
                Code.bootstrap(RuntimeSymbols.DISPATCH),
                new Handle(kind, call.owner, call.name, call.desc, call.itf)));
    }

    /**
     * How many nulls follow the frame. The JVM enters all call sites with the same number of arguments by one method, and HotSpot
     * inlines no method into itself more than once, so that a third such call below two others would not be inlined. So calls of
     * different methods differ in their number of arguments, as far as that goes.
     */
    private static int padding(MethodInsnNode call) {
        return Math.floorMod((call.owner + call.name).hashCode(), MOST_PADDING + 1);
    }

    /** {@code Linkage.isDirect(…)}: an {@code invokedynamic} without operands that asks the class of the method for its body. */
    private static InvokeDynamicInsnNode isDirect(MethodInsnNode call) {
        Handle bootstrap = Code.bootstrap(RuntimeSymbols.IS_DIRECT);
        return new InvokeDynamicInsnNode(
                bootstrap.getName(), "()Z", bootstrap, Type.getObjectType(call.owner), call.name + call.desc);
    }
}

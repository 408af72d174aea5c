// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave;

import dev.weft.weave.analysis.AnalysedMethod;
import dev.weft.weave.analysis.AsyncMethod;
import dev.weft.weave.analysis.FrameLayout;
import dev.weft.weave.analysis.LocalSlots;
import dev.weft.weave.analysis.Monitors;
import dev.weft.weave.analysis.Sources;
import dev.weft.weave.analysis.StackDepth;
import dev.weft.weave.analysis.SuspensionPoint;
import dev.weft.weave.analysis.SuspensionPoints;
import dev.weft.weave.codegen.BodyWriter;
import dev.weft.weave.codegen.EntryWriter;
import dev.weft.weave.codegen.FrameClassWriter;
import dev.weft.weave.rewrite.DelayedNew;
import dev.weft.weave.rewrite.ReturnAwaits;
import dev.weft.weave.rewrite.ReusedSlots;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.LimitExceededException;
import org.objectweb.asm.MethodTooLargeException;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.MethodNode;

/** Weaves methods: the steps from the user's code to entry, body and frame class. */
final class MethodWeaver {
    private MethodWeaver() {}

    /**
     * What a method becomes.
     *
     * @param method the original
     * @param layout the fields of its frame
     * @param body the body, with its door if it has one
     * @param frameClass the class file of the frame class
     * @param headerLine the line for what the weaver adds
     */
    @SuppressWarnings("ArrayRecordComponent") // a class file; not compared
    record WovenMethod(
            AsyncMethod method, FrameLayout layout, List<MethodNode> body, byte[] frameClass, int headerLine) {
        /** Turns the original into the entry. Last, because until then others look at the original. */
        void makeEntry() {
            EntryWriter.makeEntry(method, layout, headerLine);
        }
    }

    /**
     * Weaves.
     *
     * @param methods those of one class, which stay as they are
     * @param direct name and descriptor of the async methods of the class that may be called directly
     * @param linesOfClass the lines on which any method of the class has code
     * @return what they become, in the same order
     * @throws MethodTooLargeException if one is too large, or has too many branches and handlers, to be analysed
     */
    static List<WovenMethod> weave(List<AsyncMethod> methods, Set<String> direct, BitSet linesOfClass) {
        List<AnalysedMethod> analysed = new ArrayList<>();
        for (AsyncMethod method : methods) {
            try {
                analysed.add(analyse(method, direct));
            } catch (LimitExceededException e) {
                throw new MethodTooLargeException(
                        method.owner().name, method.method().name, method.bodyDescriptor(), 0);
            }
        }
        Set<String> shallow = StackDepth.shallow(analysed);
        List<WovenMethod> woven = new ArrayList<>();
        for (AnalysedMethod method : analysed) {
            woven.add(write(method, !shallow.contains(method.signature()), linesOfClass));
        }
        return woven;
    }

    private static AnalysedMethod analyse(AsyncMethod method, Set<String> direct) {
        MethodNode body = copy(method.method());
        ReusedSlots.free(method, body);
        ReturnAwaits.insert(method, body);
        int locals = body.maxLocals;
        DelayedNew.apply(method.owner().name, body);
        List<SuspensionPoint> points = SuspensionPoints.of(method, body, locals, direct);
        return new AnalysedMethod(method, body, points, FrameLayout.of(method, points));
    }

    private static WovenMethod write(AnalysedMethod analysed, boolean countsDepth, BitSet linesOfClass) {
        AsyncMethod method = analysed.method();
        MethodNode body = analysed.body();
        FrameLayout layout = analysed.layout();
        int headerLine = Sources.headerLine(method, linesOfClass);
        new BodyWriter(analysed, countsDepth, headerLine).write();
        EntryWriter.makeBodyHeader(method, body);
        byte[] frameClass = FrameClassWriter.write(method, layout, Sources.ofFrame(method, analysed.points()));
        List<MethodNode> bodies = method.isStatic() ? List.of(body) : List.of(body, EntryWriter.door(method, layout));
        return new WovenMethod(method, layout, bodies, frameClass, headerLine);
    }

    /**
     * Finds a {@code return task} that would await while the method holds a monitor, which has no other await there.
     *
     * @param method the method, which stays as it is
     * @return its line, 0 if unknown; {@link Monitors#NONE} if there is no such return
     */
    static int lineOfReturnUnderMonitor(AsyncMethod method) {
        if (!Monitors.hasMonitors(method.method())) {
            return Monitors.NONE;
        }
        MethodNode body = copy(method.method());
        ReturnAwaits.insert(method, body);
        return Monitors.lineOfAwaitUnderMonitor(body);
    }

    private static MethodNode copy(MethodNode method) {
        MethodNode copy = new MethodNode(
                Opcodes.ASM9,
                method.access,
                method.name,
                method.desc,
                method.signature,
                method.exceptions.toArray(new String[0]));
        method.accept(copy);
        copy.maxLocals = LocalSlots.used(copy);
        if (copy.localVariables != null) {
            copy.localVariables.removeIf(variable -> variable.index >= copy.maxLocals);
        }
        return copy;
    }
}

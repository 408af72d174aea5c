// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave;

import dev.weft.weave.analysis.AnalysedMethod;
import dev.weft.weave.analysis.AsyncMethod;
import dev.weft.weave.analysis.FrameLayout;
import dev.weft.weave.analysis.FrameLocals;
import dev.weft.weave.analysis.Sources;
import dev.weft.weave.analysis.StackDepth;
import dev.weft.weave.analysis.SuspensionPoint;
import dev.weft.weave.analysis.SuspensionPoints;
import dev.weft.weave.codegen.BodyWriter;
import dev.weft.weave.codegen.EntryWriter;
import dev.weft.weave.codegen.FrameClassWriter;
import dev.weft.weave.rewrite.DelayedNew;
import dev.weft.weave.rewrite.MethodCopy;
import dev.weft.weave.rewrite.ReturnAwaits;
import dev.weft.weave.rewrite.ReusedSlots;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.tree.MethodNode;

/** The pipeline for the async methods of one class, each a copy until it is emitted: rewrite, analyse and lay out, emit. */
final class MethodWeaver {
    private MethodWeaver() {}

    /**
     * Analyses the async methods of a class.
     *
     * @param methods those of one class, which stay as they are
     * @param direct name and descriptor of the async methods of the class that may be called directly
     * @param keepsDead whether variables are kept that nothing reads any more
     * @return what is known of them, in the same order
     */
    static List<AnalysedMethod> analyse(List<AsyncMethod> methods, Set<String> direct, boolean keepsDead) {
        List<AnalysedMethod> analysed = new ArrayList<>();
        for (AsyncMethod method : methods) {
            analysed.add(analyse(rewrite(method), direct, keepsDead));
        }
        return analysed;
    }

    /**
     * Writes what the async methods of a class become.
     *
     * @param analysed all of them
     * @param linesOfClass the lines on which any method of the class has code
     * @return what they become, in the same order
     */
    static List<WovenMethod> emit(List<AnalysedMethod> analysed, BitSet linesOfClass) {
        Set<String> shallow = StackDepth.shallow(analysed);
        List<WovenMethod> woven = new ArrayList<>();
        for (AnalysedMethod method : analysed) {
            woven.add(emit(method, shallow, linesOfClass));
        }
        return woven;
    }

    /** Copies a method, and makes the copy one that can be analysed and split. The order matters: each step counts on those before. */
    private static RewrittenMethod rewrite(AsyncMethod method) {
        MethodNode body = MethodCopy.of(method.method());
        ReusedSlots.free(method, body);
        ReturnAwaits.insert(method, body);
        int locals = body.maxLocals;
        DelayedNew.apply(method.owner().name, body);
        return new RewrittenMethod(method, body, locals);
    }

    /** Finds the points of the copy, and lays out the frame that keeps what is live across them. */
    private static AnalysedMethod analyse(RewrittenMethod rewritten, Set<String> direct, boolean keepsDead) {
        AsyncMethod method = rewritten.method();
        List<SuspensionPoint> points =
                SuspensionPoints.of(method, rewritten.body(), rewritten.locals(), direct, keepsDead);
        return new AnalysedMethod(method, rewritten.body(), points, FrameLayout.of(method, points));
    }

    /** Turns the copy into the body, and writes the frame class. The entry is made when the class is put together. */
    private static WovenMethod emit(AnalysedMethod analysed, Set<String> shallow, BitSet linesOfClass) {
        AsyncMethod method = analysed.method();
        FrameLayout layout = analysed.layout();
        int headerLine = Sources.headerLine(method, linesOfClass);
        MethodNode body = BodyWriter.write(analysed, shallow, headerLine);
        byte[] frameClass = FrameClassWriter.write(
                method, layout, Sources.ofFrame(method, analysed.points()), FrameLocals.constant(analysed));
        List<MethodNode> bodies = method.isStatic() ? List.of(body) : List.of(body, EntryWriter.door(method, layout));
        return new WovenMethod(method, layout, bodies, frameClass, headerLine);
    }
}

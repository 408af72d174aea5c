// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.CatchTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.util.TreePath;
import dev.weft.diagnostic.Diagnostic;
import dev.weft.javac.check.source.Enclosing;
import dev.weft.javac.check.source.Source;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.UnionType;
import org.jspecify.annotations.Nullable;

/**
 * A rule for catch blocks around an await, in a loop, that take the exception by which the task was to end, and let the loop go on. Silent
 * where anything in the loop may make it end for that, and where it goes through tasks that the code has cancelled itself.
 */
final class CancellationSwallowed extends Rule {
    private static final String CANCELLATION = "java.util.concurrent.CancellationException";

    /** The loops that were searched. */
    private final Map<Tree, LoopExits> exits = new HashMap<>();

    private @Nullable CancelCalls cancels;

    CancellationSwallowed(Source source) {
        super(Diagnostic.CANCELLATION_SWALLOWED, source);
    }

    @Override
    void begin(TreePath member) {
        cancels = new CancelCalls(source, member);
    }

    @Override
    public @Nullable Void visitTry(TryTree guarded, @Nullable Void unused) {
        TreePath path = getCurrentPath();
        CatchTree handler = taker(path, guarded);
        if (handler != null && Enclosing.of(path, source).isAsync()) {
            TreePath loop = LoopAround.of(path, this::takesCancellation);
            if (loop != null
                    && swallows(path, guarded, loop)
                    && !exits.computeIfAbsent(loop.getLeaf(), tree -> new LoopExits(source, loop))
                            .mayLeave(path, guarded, handler)) {
                report(new TreePath(path, handler), "");
            }
        }
        return super.visitTry(guarded, null);
    }

    private boolean swallows(TreePath path, TryTree guarded, TreePath loop) {
        CancellableAwaits search =
                new CancellableAwaits(source, inner -> taker(inner, (TryTree) inner.getLeaf()) != null);
        guarded.getResources().forEach(each -> search.walk(new TreePath(path, each)));
        search.walk(new TreePath(path, guarded.getBlock()));
        return search.found() && !(search.awaitsOnlyTasks() && endsOthers(loop.getLeaf()));
    }

    /** Whether a loop may wait for one task after the other of those that the code has cancelled: it has an end of its own. */
    private boolean endsOthers(Tree loop) {
        boolean hasEnd = loop instanceof EnhancedForLoopTree
                || (loop instanceof ForLoopTree counting && counting.getCondition() != null);
        return hasEnd && cancels != null && cancels.found();
    }

    /** The catch block that gets a cancellation; null if none does. */
    private @Nullable CatchTree taker(TreePath path, TryTree guarded) {
        for (CatchTree handler : guarded.getCatches()) {
            if (takesCancellation(new TreePath(path, handler))) {
                return handler;
            }
        }
        return null;
    }

    private boolean takesCancellation(TreePath handler) {
        Tree parameter = ((CatchTree) handler.getLeaf()).getParameter();
        TypeMirror caught = source.trees().getTypeMirror(new TreePath(handler, parameter));
        TypeMirror cancellation = source.elements().getTypeElement(CANCELLATION).asType();
        List<? extends TypeMirror> types =
                caught instanceof UnionType union ? union.getAlternatives() : List.of(caught);
        return types.stream()
                .anyMatch(type ->
                        type.getKind() == TypeKind.DECLARED && source.types().isSubtype(cancellation, type));
    }
}

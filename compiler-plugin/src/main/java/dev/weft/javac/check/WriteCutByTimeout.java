// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.BreakTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.util.TreePath;
import dev.weft.diagnostic.Diagnostic;
import dev.weft.javac.check.source.Source;
import dev.weft.javac.check.source.Values;
import dev.weft.javac.check.source.Walk;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.UnionType;
import org.jspecify.annotations.Nullable;

/** A rule for writes with a limit of time, where the code goes on with the same connection when the time is over. */
final class WriteCutByTimeout extends Rule {
    private static final String STREAM = "dev.weft.io.ByteStream";
    private static final String TIMEOUT = "java.util.concurrent.TimeoutException";

    /** The code that has been searched, and whether it closes a connection. */
    private final Map<Tree, Boolean> closing = new HashMap<>();

    WriteCutByTimeout(Source source) {
        super(Diagnostic.WRITE_CUT_BY_TIMEOUT, source);
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void unused) {
        if (isCall(getCurrentPath(), Source.WEFT, "waitFor") && goesOn(getCurrentPath())) {
            for (TreePath each :
                    Values.of(new TreePath(getCurrentPath(), call.getArguments().get(0)), source)) {
                if (isCall(each, STREAM, "write")) {
                    report(each, "");
                }
            }
        }
        return super.visitMethodInvocation(call, null);
    }

    private boolean isCall(TreePath path, String owner, String name) {
        return path.getLeaf() instanceof MethodInvocationTree
                && source.trees().getElement(path) instanceof ExecutableElement method
                && method.getSimpleName().contentEquals(name)
                && Source.ownerOf(method).equals(owner);
    }

    /** Whether the exception is caught in this method, by a block that does not leave it and closes no connection. */
    private boolean goesOn(TreePath call) {
        TreePath inner = call;
        for (TreePath each = call.getParentPath(); !isAround(each.getLeaf()); each = each.getParentPath()) {
            if (each.getLeaf() instanceof TryTree guarded && inner.getLeaf() == guarded.getBlock()) {
                if (closes(each, guarded.getFinallyBlock())) {
                    return false;
                }
                for (CatchTree handler : guarded.getCatches()) {
                    if (catchesTimeout(new TreePath(each, handler))) {
                        return !leaves(handler.getBlock()) && !closes(each, handler);
                    }
                }
            }
            inner = each;
        }
        return false;
    }

    private static boolean isAround(Tree tree) {
        return tree instanceof MethodTree || tree instanceof LambdaExpressionTree || tree instanceof ClassTree;
    }

    private boolean catchesTimeout(TreePath handler) {
        Tree parameter = ((CatchTree) handler.getLeaf()).getParameter();
        TypeMirror caught = source.trees().getTypeMirror(new TreePath(handler, parameter));
        TypeMirror timeout = source.elements().getTypeElement(TIMEOUT).asType();
        List<? extends TypeMirror> types =
                caught instanceof UnionType union ? union.getAlternatives() : List.of(caught);
        return types.stream()
                .anyMatch(type ->
                        type.getKind() == TypeKind.DECLARED && source.types().isSubtype(timeout, type));
    }

    private static boolean leaves(BlockTree block) {
        List<? extends StatementTree> statements = block.getStatements();
        Tree last = statements.isEmpty() ? block : statements.get(statements.size() - 1);
        return last instanceof ReturnTree || last instanceof ThrowTree || last instanceof BreakTree;
    }

    private boolean closes(TreePath path, @Nullable Tree code) {
        if (code == null) {
            return false;
        }
        return closing.computeIfAbsent(code, c -> {
            Closes search = new Closes();
            search.walk(new TreePath(path, code));
            return search.found;
        });
    }

    /** A search for a call that closes a connection. */
    private final class Closes extends Walk {
        private boolean found;

        Closes() {
            super(source);
        }

        @Override
        public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void unused) {
            found |= isCall(getCurrentPath(), STREAM, "close");
            return super.visitMethodInvocation(call, null);
        }
    }
}

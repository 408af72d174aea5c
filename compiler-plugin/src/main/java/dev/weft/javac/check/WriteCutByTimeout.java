// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.BreakTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.SynchronizedTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.util.TreePath;
import dev.weft.diagnostic.Diagnostic;
import dev.weft.javac.check.source.Source;
import dev.weft.javac.check.source.Values;
import dev.weft.javac.check.source.Walk;
import java.util.ArrayDeque;
import java.util.Deque;
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
        if (isCall(getCurrentPath(), Source.WEFT, "waitFor")) {
            for (TreePath each :
                    Values.of(new TreePath(getCurrentPath(), call.getArguments().get(0)), source)) {
                if (isCall(each, STREAM, "write") && goesOn(each)) {
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

    /** Whether the exception is caught in this method, by a block that does not leave it, with a connection that is not closed. */
    private boolean goesOn(TreePath write) {
        TreePath inner = write;
        for (TreePath each = write.getParentPath(); !isAround(each.getLeaf()); each = each.getParentPath()) {
            if (each.getLeaf() instanceof TryTree guarded && inner.getLeaf() == guarded.getBlock()) {
                if (closes(each, guarded.getFinallyBlock()) || new Resources(each, source).areNamedIn(stream(write))) {
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

    /** What is written to, or the name of the method alone. */
    private static TreePath stream(TreePath write) {
        ExpressionTree method = ((MethodInvocationTree) write.getLeaf()).getMethodSelect();
        TreePath select = new TreePath(write, method);
        return method instanceof MemberSelectTree member ? new TreePath(select, member.getExpression()) : select;
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

    /** Whether all ways through a block end with a jump out of it. */
    private static boolean leaves(BlockTree block) {
        Deque<Tree> open = new ArrayDeque<>(List.of(block));
        while (!open.isEmpty()) {
            Tree tree = open.pop();
            if (tree instanceof BlockTree inner && !inner.getStatements().isEmpty()) {
                open.push(inner.getStatements().get(inner.getStatements().size() - 1));
            } else if (tree instanceof IfTree choice && choice.getElseStatement() != null) {
                open.push(choice.getThenStatement());
                open.push(choice.getElseStatement());
            } else if (tree instanceof TryTree guarded) {
                open.push(guarded.getBlock());
                guarded.getCatches().forEach(handler -> open.push(handler.getBlock()));
            } else if (tree instanceof SynchronizedTree held) {
                open.push(held.getBlock());
            } else if (!(tree instanceof ReturnTree || tree instanceof ThrowTree || tree instanceof BreakTree)) {
                return false;
            }
        }
        return true;
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

    /** A search for a call that closes a connection, or something that may own one, or gets one and may close it. */
    private final class Closes extends Walk {
        private boolean found;

        Closes() {
            super(source);
        }

        @Override
        public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void unused) {
            boolean closes = source.trees().getElement(getCurrentPath()) instanceof ExecutableElement method
                    && method.getSimpleName().contentEquals("close");
            found |= closes || call.getArguments().stream().anyMatch(this::isStream);
            return super.visitMethodInvocation(call, null);
        }

        private boolean isStream(ExpressionTree argument) {
            TypeMirror type = source.trees().getTypeMirror(new TreePath(getCurrentPath(), argument));
            return type != null && source.isBelow(type, STREAM);
        }
    }
}

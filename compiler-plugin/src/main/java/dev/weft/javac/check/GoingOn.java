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
import dev.weft.javac.check.Cancelled.Operation;
import dev.weft.javac.check.source.Source;
import dev.weft.javac.check.source.Walk;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/** Whether code goes on with what an operation works on, after the operation was cancelled. */
final class GoingOn {
    private static final String TIMEOUT = "java.util.concurrent.TimeoutException";

    private final Source source;

    private final Map<Search, Boolean> closing = new HashMap<>();

    GoingOn(Source source) {
        this.source = source;
    }

    /** What is searched for a call that closes what a method works on: any close, or also what may be one. */
    private record Search(Tree code, ExecutableElement method, List<@Nullable Element> objects, boolean onlyByName) {}

    /** Whether the exception is caught in this method, by a block that does not leave it, with something that is not closed. */
    boolean afterTimeoutOf(TreePath waitFor, Operation operation) {
        TreePath inner = waitFor;
        for (TreePath each = waitFor.getParentPath(); !isAround(each.getLeaf()); each = each.getParentPath()) {
            if (each.getLeaf() instanceof TryTree guarded && inner.getLeaf() == guarded.getBlock()) {
                if (isClosed(each, guarded.getFinallyBlock(), operation) || isResource(each, operation)) {
                    return false;
                }
                for (CatchTree handler : guarded.getCatches()) {
                    if (new Saving(source).catches(new TreePath(each, handler), TIMEOUT)) {
                        return !leaves(handler.getBlock()) && !isClosed(each, handler, operation);
                    }
                }
            }
            inner = each;
        }
        return false;
    }

    /** Whether the method around a select closes something, which may be for the case that the operation was not the first. */
    boolean isClosedAround(TreePath select, Operation operation) {
        TreePath around = select;
        while (!isAround(around.getLeaf())) {
            around = around.getParentPath();
        }
        return isClosedIn(around, operation, true);
    }

    /** Whether a try statement inside a block, around a place in it, closes what an operation works on. */
    boolean isClosedBetween(TreePath place, TreePath block, Operation operation) {
        for (TreePath each = place.getParentPath(); each.getLeaf() != block.getLeaf(); each = each.getParentPath()) {
            if (each.getLeaf() instanceof TryTree guarded
                    && (isResource(each, operation) || isClosed(each, guarded.getFinallyBlock(), operation))) {
                return true;
            }
        }
        return false;
    }

    private boolean isClosedIn(TreePath code, Operation operation, boolean onlyByName) {
        List<@Nullable Element> objects = Cancelled.worksOn(operation).stream()
                .<@Nullable Element>map(each -> source.trees().getElement(each))
                .toList();
        Search search = new Search(code.getLeaf(), operation.method(), objects, onlyByName);
        Boolean known = closing.get(search);
        if (known == null) {
            Closes closes = new Closes(search);
            closes.walk(code);
            known = closes.found;
            closing.put(search, known);
        }
        return known;
    }

    private boolean isClosed(TreePath path, @Nullable Tree code, Operation operation) {
        return code != null && isClosedIn(new TreePath(path, code), operation, false);
    }

    /** The resources of a try statement are closed before its catch blocks run. */
    private boolean isResource(TreePath guarded, Operation operation) {
        Resources resources = new Resources(guarded, source);
        return Cancelled.worksOn(operation).stream().anyMatch(resources::areNamedIn);
    }

    private static boolean isAround(Tree tree) {
        return tree instanceof MethodTree || tree instanceof LambdaExpressionTree || tree instanceof ClassTree;
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

    /** A search for a call that closes something; or ends it by a method without a result, or gets it and may close it. */
    private final class Closes extends Walk {
        private final Search search;
        private boolean found;

        Closes(Search search) {
            super(source);
            this.search = search;
        }

        @Override
        public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void unused) {
            if (source.trees().getElement(getCurrentPath()) instanceof ExecutableElement method) {
                found |= method.getSimpleName().contentEquals("close")
                        || (!search.onlyByName()
                                && (ends(method, call)
                                        || call.getArguments().stream().anyMatch(this::mayBeClosed)));
            }
            return super.visitMethodInvocation(call, null);
        }

        private boolean ends(ExecutableElement method, MethodInvocationTree call) {
            return method.getReturnType().getKind() == TypeKind.VOID
                    && call.getMethodSelect() instanceof MemberSelectTree select
                    && isSearched(new TreePath(new TreePath(getCurrentPath(), select), select.getExpression()));
        }

        private boolean mayBeClosed(ExpressionTree argument) {
            TreePath path = new TreePath(getCurrentPath(), argument);
            TypeMirror type = source.trees().getTypeMirror(path);
            return isSearched(path) || (type != null && source.isBelow(type, Source.ownerOf(search.method())));
        }

        private boolean isSearched(TreePath object) {
            Element element = source.trees().getElement(object);
            return element != null && search.objects().contains(element);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.util.TreePath;
import dev.weft.javac.check.source.OwnCode;
import dev.weft.javac.check.source.Source;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.type.DeclaredType;
import org.jspecify.annotations.Nullable;

/**
 * The results of functions that are lost with a future: those given to a call such as {@code executor.submit(() -> work())}, if that
 * returns a future of a task. Who drops the future can never get at the task. A map of tasks, say, keeps what its function makes.
 */
final class TasksInFuture extends OwnCode {
    private static final List<String> FUTURES =
            List.of("java.util.concurrent.Future", "java.util.concurrent.CompletionStage");

    private final Source source;
    private final List<TreePath> found = new ArrayList<>();

    TasksInFuture(Source source) {
        super(source);
        this.source = source;
    }

    /** Returns the expressions, none if this is no such call. */
    List<TreePath> of(TreePath expression) {
        if (expression.getLeaf() instanceof MethodInvocationTree call && returnsFutureOfTask(expression)) {
            call.getArguments().forEach(argument -> addReturned(new TreePath(expression, argument)));
        }
        return found;
    }

    /** As the method declares it: a map of futures keeps them, too. */
    private boolean returnsFutureOfTask(TreePath call) {
        return source.trees().getElement(call) instanceof ExecutableElement method
                && FUTURES.stream().anyMatch(future -> source.isBelow(method.getReturnType(), future))
                && source.trees().getTypeMirror(call) instanceof DeclaredType type
                && type.getTypeArguments().stream().anyMatch(source::isLazy);
    }

    private void addReturned(TreePath function) {
        if (function.getLeaf() instanceof MemberReferenceTree) {
            found.add(function);
        } else if (function.getLeaf() instanceof LambdaExpressionTree lambda) {
            TreePath body = new TreePath(function, lambda.getBody());
            if (lambda.getBody() instanceof ExpressionTree) {
                found.add(body);
            } else {
                walk(body);
            }
        }
    }

    @Override
    public @Nullable Void visitReturn(ReturnTree exit, @Nullable Void unused) {
        found.add(new TreePath(getCurrentPath(), exit.getExpression()));
        return null;
    }
}

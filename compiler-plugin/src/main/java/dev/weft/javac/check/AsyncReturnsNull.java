// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import dev.weft.diagnostic.Diagnostic;
import dev.weft.diagnostic.GeneratorDetails;
import dev.weft.javac.check.source.Enclosing;
import dev.weft.javac.check.source.Source;
import dev.weft.javac.check.source.Values;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A rule for async methods, and lambdas that await, that return null where a task or stage is to be. */
final class AsyncReturnsNull extends Rule {
    AsyncReturnsNull(Source source) {
        super(Diagnostic.ASYNC_RETURNS_NULL, source);
    }

    @Override
    Set<Seen> sees() {
        return Set.of(Seen.RETURN, Seen.LAMBDA);
    }

    @Override
    public @Nullable Void visitReturn(ReturnTree exit, @Nullable Void unused) {
        if (exit.getExpression() != null) {
            check(new TreePath(getCurrentPath(), exit.getExpression()));
        }
        return null;
    }

    @Override
    public @Nullable Void visitLambdaExpression(LambdaExpressionTree lambda, @Nullable Void unused) {
        if (lambda.getBody() instanceof ExpressionTree) {
            check(new TreePath(getCurrentPath(), lambda.getBody()));
        }
        return null;
    }

    private void check(TreePath returned) {
        for (TreePath each : Values.of(returned, source)) {
            if (each.getLeaf().getKind() == Tree.Kind.NULL_LITERAL) {
                Enclosing enclosing = Enclosing.of(returned, source);
                boolean isGenerator = enclosing.generated(source) != null;
                if (enclosing.isAsync()) {
                    report(each, isGenerator ? GeneratorDetails.GENERATOR_ENDS : "");
                }
            }
        }
    }
}

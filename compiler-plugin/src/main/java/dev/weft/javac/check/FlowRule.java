// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import dev.weft.diagnostic.Diagnostic;
import dev.weft.javac.check.flow.Flow;
import dev.weft.javac.check.source.Source;
import org.jspecify.annotations.Nullable;

/** A rule for the order in which things happen: it follows each method and lambda that has anything of interest. */
abstract class FlowRule extends Rule {
    private boolean isOfInterest;

    FlowRule(Diagnostic diagnostic, Source source) {
        super(diagnostic, source);
    }

    /** Makes what follows it. */
    abstract Flow flow(TreePath body);

    /** Called during a visit: the method or lambda around is worth following. */
    final void follow() {
        isOfInterest = true;
    }

    @Override
    void begin(TreePath member) {
        isOfInterest = false;
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void unused) {
        boolean outer = begin();
        super.visitMethod(method, null);
        then(() -> end(method.getBody(), outer));
        return null;
    }

    @Override
    public @Nullable Void visitLambdaExpression(LambdaExpressionTree lambda, @Nullable Void unused) {
        boolean outer = begin();
        super.visitLambdaExpression(lambda, null);
        then(() -> end(lambda.getBody(), outer));
        return null;
    }

    private boolean begin() {
        boolean outer = isOfInterest;
        isOfInterest = false;
        return outer;
    }

    private void end(@Nullable Tree body, boolean outer) {
        if (isOfInterest && body != null) {
            flow(new TreePath(getCurrentPath(), body)).run();
        }
        isOfInterest = outer;
    }
}

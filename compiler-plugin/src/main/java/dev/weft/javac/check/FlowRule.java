// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodTree;
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
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void unused) {
        boolean outer = isOfInterest;
        isOfInterest = false;
        super.visitMethod(method, null);
        if (isOfInterest && method.getBody() != null) {
            flow(new TreePath(getCurrentPath(), method.getBody())).run();
        }
        isOfInterest = outer;
        return null;
    }

    @Override
    public @Nullable Void visitLambdaExpression(LambdaExpressionTree lambda, @Nullable Void unused) {
        boolean outer = isOfInterest;
        isOfInterest = false;
        super.visitLambdaExpression(lambda, null);
        if (isOfInterest) {
            flow(new TreePath(getCurrentPath(), lambda.getBody())).run();
        }
        isOfInterest = outer;
        return null;
    }
}

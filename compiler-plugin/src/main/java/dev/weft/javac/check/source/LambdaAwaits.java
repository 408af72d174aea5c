// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check.source;

import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.util.TreePath;
import org.jspecify.annotations.Nullable;

/** A search for an await or emit in a lambda's own code, which is what makes the lambda async. */
final class LambdaAwaits extends OwnCode {
    private final Source source;
    private boolean found;

    private LambdaAwaits(Source source) {
        super(source);
        this.source = source;
    }

    static boolean anywhereIn(LambdaExpressionTree lambda, TreePath path, Source source) {
        LambdaAwaits search = new LambdaAwaits(source);
        search.walk(new TreePath(path, lambda.getBody()));
        return search.found;
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void unused) {
        found |= source.suspends(getCurrentPath());
        return super.visitMethodInvocation(call, null);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check.source;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import org.jspecify.annotations.Nullable;

/** Whether a lambda awaits in code of its own, which is what makes it async. */
final class LambdaAwaits extends TreePathScanner<Boolean, @Nullable Void> {
    private final Source source;

    private LambdaAwaits(Source source) {
        this.source = source;
    }

    static boolean anywhereIn(LambdaExpressionTree lambda, TreePath path, Source source) {
        return Boolean.TRUE.equals(new LambdaAwaits(source).scan(new TreePath(path, lambda.getBody()), null));
    }

    @Override
    public Boolean visitMethodInvocation(MethodInvocationTree call, @Nullable Void unused) {
        return source.isAwait(getCurrentPath()) || Boolean.TRUE.equals(super.visitMethodInvocation(call, null));
    }

    @Override
    public Boolean visitLambdaExpression(LambdaExpressionTree inner, @Nullable Void unused) {
        return false;
    }

    @Override
    public Boolean visitClass(ClassTree inner, @Nullable Void unused) {
        return false;
    }

    /** Of what stands beside each other, either may be what makes a lambda async. */
    @Override
    public Boolean reduce(@Nullable Boolean one, @Nullable Boolean other) {
        return Boolean.TRUE.equals(one) || Boolean.TRUE.equals(other);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check.source;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.LambdaExpressionTree;
import org.jspecify.annotations.Nullable;

/** A walk over code that leaves out the lambdas and classes inside it: their code is that of other methods. */
public abstract class OwnCode extends Walk {
    /**
     * Only for subclasses.
     *
     * @param source the compilation
     */
    protected OwnCode(Source source) {
        super(source);
    }

    @Override
    public final @Nullable Void visitLambdaExpression(LambdaExpressionTree inner, @Nullable Void unused) {
        return null;
    }

    @Override
    public final @Nullable Void visitClass(ClassTree inner, @Nullable Void unused) {
        return null;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import dev.weft.diagnostic.Diagnostic;
import dev.weft.javac.check.source.FunctionType;
import dev.weft.javac.check.source.Source;
import dev.weft.javac.check.source.VariableReads;
import java.util.regex.Pattern;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/** A rule for results of async calls that are dropped: by a statement, by a function that returns nothing, or in a local. */
final class UnawaitedTask extends Rule {
    /** In JUnit and AssertJ. */
    private static final Pattern EXPECT_A_THROW =
            Pattern.compile("assertThrows(Exactly)?|assertThatThrownBy|catchThrowable(OfType)?");

    private final DroppedResult results;

    UnawaitedTask(Source source) {
        super(Diagnostic.UNAWAITED_TASK, source);
        this.results = new DroppedResult(source);
    }

    @Override
    public @Nullable Void visitExpressionStatement(ExpressionStatementTree statement, @Nullable Void unused) {
        drop(new TreePath(getCurrentPath(), statement.getExpression()));
        return super.visitExpressionStatement(statement, null);
    }

    @Override
    public @Nullable Void visitLambdaExpression(LambdaExpressionTree lambda, @Nullable Void unused) {
        if (lambda.getBodyKind() == LambdaExpressionTree.BodyKind.EXPRESSION
                && returnsNothing(getCurrentPath())
                && !isExpectedToThrow(getCurrentPath())) {
            drop(new TreePath(getCurrentPath(), lambda.getBody()));
        }
        return super.visitLambdaExpression(lambda, null);
    }

    @Override
    public @Nullable Void visitMemberReference(MemberReferenceTree reference, @Nullable Void unused) {
        if (reference.getMode() == MemberReferenceTree.ReferenceMode.INVOKE && returnsNothing(getCurrentPath())) {
            drop(getCurrentPath());
        }
        return super.visitMemberReference(reference, null);
    }

    /** In {@code assertThrows(…, () -> connection.read(-1))} the call itself is to throw. */
    private boolean isExpectedToThrow(TreePath lambda) {
        return lambda.getParentPath().getLeaf() instanceof MethodInvocationTree
                && source.trees().getElement(lambda.getParentPath()) instanceof ExecutableElement method
                && EXPECT_A_THROW.matcher(method.getSimpleName()).matches();
    }

    private boolean returnsNothing(TreePath function) {
        TypeMirror returned = new FunctionType(source).returned(function);
        return returned != null && returned.getKind() == TypeKind.VOID;
    }

    private void drop(TreePath expression) {
        String why = results.whyItMatters(expression);
        if (why != null) {
            report(expression, why);
        } else {
            new TasksInFuture(source).of(expression).forEach(this::drop);
        }
    }

    @Override
    public @Nullable Void visitVariable(VariableTree variable, @Nullable Void unused) {
        Tree value = variable.getInitializer();
        Element element = source.trees().getElement(getCurrentPath());
        if (value != null && element != null && element.getKind() == ElementKind.LOCAL_VARIABLE) {
            String why = source.isLazy(element.asType())
                    ? results.whyItMatters(new TreePath(getCurrentPath(), value))
                    : null;
            if (why != null && !VariableReads.anywhereIn(getCurrentPath().getParentPath(), element, source)) {
                report(getCurrentPath(), "nothing reads the variable; " + why);
            }
        }
        return super.visitVariable(variable, null);
    }
}

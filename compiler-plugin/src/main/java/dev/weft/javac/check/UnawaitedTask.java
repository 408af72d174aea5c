// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import dev.weft.diagnostic.Diagnostic;
import dev.weft.javac.check.source.FunctionType;
import dev.weft.javac.check.source.Source;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    private static final Pattern EXPECT_A_THROW = Pattern.compile(
            "assertThrows(Exactly)?|assertThatThrownBy|assertThatCode|isThrownBy|catchThrowable(OfType)?");

    private final DroppedResult results;
    private final MockCalls mocks;

    /** The variables with such results that nothing has read so far. */
    private final Map<Element, Lost> unread = new LinkedHashMap<>();

    UnawaitedTask(Source source) {
        super(Diagnostic.UNAWAITED_TASK, source);
        this.results = new DroppedResult(source);
        this.mocks = new MockCalls(source);
    }

    @Override
    Set<Seen> sees() {
        return Set.of(Seen.NAME, Seen.STATEMENT, Seen.LAMBDA, Seen.REFERENCE, Seen.VARIABLE);
    }

    /** A variable that would lose its value, and what that means. */
    private record Lost(TreePath variable, String why) {}

    @Override
    void begin(TreePath member) {
        unread.clear();
    }

    @Override
    void end() {
        unread.values().forEach(each -> report(each.variable(), "nothing reads the variable; " + each.why()));
    }

    @Override
    public @Nullable Void visitIdentifier(IdentifierTree name, @Nullable Void unused) {
        if (!unread.isEmpty() && !isAssigned(name)) {
            unread.remove(source.trees().getElement(getCurrentPath()));
        }
        return null;
    }

    /** What assigns a variable does not read it. */
    private boolean isAssigned(IdentifierTree name) {
        return getCurrentPath().getParentPath().getLeaf() instanceof AssignmentTree assignment
                && assignment.getVariable() == name;
    }

    @Override
    public @Nullable Void visitExpressionStatement(ExpressionStatementTree statement, @Nullable Void unused) {
        drop(new TreePath(getCurrentPath(), statement.getExpression()));
        return null;
    }

    @Override
    public @Nullable Void visitLambdaExpression(LambdaExpressionTree lambda, @Nullable Void unused) {
        if (lambda.getBodyKind() == LambdaExpressionTree.BodyKind.EXPRESSION
                && returnsNothing(getCurrentPath())
                && !isExpectedToThrow(getCurrentPath())
                && !mocks.isGivenTo(getCurrentPath())) {
            drop(new TreePath(getCurrentPath(), lambda.getBody()));
        }
        return null;
    }

    @Override
    public @Nullable Void visitMemberReference(MemberReferenceTree reference, @Nullable Void unused) {
        if (reference.getMode() == MemberReferenceTree.ReferenceMode.INVOKE
                && returnsNothing(getCurrentPath())
                && !isExpectedToThrow(getCurrentPath())
                && !mocks.isGivenTo(getCurrentPath())) {
            drop(getCurrentPath());
        }
        return null;
    }

    /** In {@code assertThrows(…, () -> connection.read(-1))} the call itself is to throw. */
    private boolean isExpectedToThrow(TreePath function) {
        return function.getParentPath().getLeaf() instanceof MethodInvocationTree
                && source.trees().getElement(function.getParentPath()) instanceof ExecutableElement method
                && EXPECT_A_THROW.matcher(method.getSimpleName()).matches();
    }

    private boolean returnsNothing(TreePath function) {
        TypeMirror returned = new FunctionType(source).returned(function);
        return returned != null && returned.getKind() == TypeKind.VOID;
    }

    private void drop(TreePath expression) {
        Deque<TreePath> open = new ArrayDeque<>(List.of(expression));
        while (!open.isEmpty()) {
            TreePath each = open.pop();
            String why = results.whyItMatters(each);
            if (why != null && !mocks.isOne(each)) {
                report(each, why);
            } else if (why == null) {
                new TasksInFuture(source).of(each).forEach(open::push);
            }
        }
    }

    @Override
    public @Nullable Void visitVariable(VariableTree variable, @Nullable Void unused) {
        Tree value = variable.getInitializer();
        Element element = source.trees().getElement(getCurrentPath());
        if (value != null && element != null && element.getKind() == ElementKind.LOCAL_VARIABLE) {
            String why = source.isLazy(element.asType()) || source.isGenerator(element.asType())
                    ? results.whyItMatters(new TreePath(getCurrentPath(), value))
                    : null;
            if (why != null) {
                unread.put(element, new Lost(getCurrentPath(), why));
            }
        }
        return null;
    }
}

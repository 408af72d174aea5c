// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check.flow;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import dev.weft.javac.check.source.Source;
import dev.weft.javac.check.source.Walk;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.type.TypeVariable;
import org.jspecify.annotations.Nullable;

/**
 * A walk through one method or lambda in the order in which it runs, which knows at each point what is certain there. This class
 * walks straight-line code and asks a rule what each step changes; {@link Branches}, {@link Loops} and {@link Flow} add where else
 * the code goes.
 */
abstract class Steps extends Walk {
    final Paths paths = new Paths();

    /** The compilation. */
    protected final Source source;

    private final TreePath body;

    Steps(TreePath body, Source source) {
        super(source);
        this.body = body;
        this.source = source;
    }

    /**
     * A call returns.
     *
     * @param call the call
     * @param before what was certain before
     * @return what is certain now
     */
    protected abstract Facts called(TreePath call, Facts before);

    /**
     * A value is about to be returned.
     *
     * @param exit the return
     * @param value the value
     * @param before what was certain before
     * @return what is certain now
     */
    protected Facts returned(TreePath exit, ExpressionTree value, Facts before) {
        return before;
    }

    /**
     * A variable has got a new value, or none yet.
     *
     * @param variable the variable, or its declaration
     * @param value the value; null if it has none yet
     * @param before what was certain before
     * @return what is certain now
     */
    protected Facts assigned(TreePath variable, @Nullable ExpressionTree value, Facts before) {
        return before;
    }

    /**
     * A name is come to, of a variable or of anything else, also where it gets a value.
     *
     * @param name the name
     * @param before what was certain before
     * @return what is certain now
     */
    protected Facts named(TreePath name, Facts before) {
        return before;
    }

    /**
     * A condition has come out, of which no part is one for itself: a call, a variable, a comparison.
     *
     * @param condition the condition
     * @param isTrue how it came out
     * @param before what was certain before
     * @return what is certain now
     */
    protected Facts decided(TreePath condition, boolean isTrue, Facts before) {
        return before;
    }

    /**
     * A loop has drawn an element, and its variable has that.
     *
     * @param loop the loop
     * @param before what was certain before
     * @return what is certain now
     */
    protected Facts drawn(TreePath loop, Facts before) {
        return before;
    }

    /**
     * A resource of a try statement is closed.
     *
     * @param resource the resource
     * @param before what was certain before
     * @return what is certain now
     */
    protected Facts closed(TreePath resource, Facts before) {
        return before;
    }

    /** Walks from the start of the body to its end. */
    public final void run() {
        walk(body);
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void unused) {
        super.visitMethodInvocation(call, null);
        then(() -> {
            paths.step(now -> called(getCurrentPath(), now));
            mayThrow();
        });
        return null;
    }

    @Override
    public @Nullable Void visitIdentifier(IdentifierTree name, @Nullable Void unused) {
        TreePath path = getCurrentPath();
        then(() -> paths.step(now -> named(path, now)));
        return null;
    }

    @Override
    public @Nullable Void visitNewClass(NewClassTree made, @Nullable Void unused) {
        super.visitNewClass(made, null);
        then(this::mayThrow);
        return null;
    }

    /** What awaits throws whatever has been thrown elsewhere, declared or not. */
    private void mayThrow() {
        if (source.trees().getElement(getCurrentPath()) instanceof ExecutableElement called) {
            boolean isAny =
                    Source.awaits(called) || called.getThrownTypes().stream().anyMatch(TypeVariable.class::isInstance);
            paths.mayThrow(isAny ? null : called.getThrownTypes());
        } else {
            paths.mayThrow(null);
        }
    }

    @Override
    public @Nullable Void visitVariable(VariableTree variable, @Nullable Void unused) {
        super.visitVariable(variable, null);
        then(() -> paths.step(now -> assigned(getCurrentPath(), variable.getInitializer(), now)));
        return null;
    }

    @Override
    public @Nullable Void visitAssignment(AssignmentTree assignment, @Nullable Void unused) {
        super.visitAssignment(assignment, null);
        TreePath variable = new TreePath(getCurrentPath(), assignment.getVariable());
        then(() -> paths.step(now -> assigned(variable, assignment.getExpression(), now)));
        return null;
    }

    /** Runs at another time, if at all. */
    @Override
    public @Nullable Void visitLambdaExpression(LambdaExpressionTree lambda, @Nullable Void unused) {
        return null;
    }

    /** Runs at another time, if at all. */
    @Override
    public @Nullable Void visitClass(ClassTree type, @Nullable Void unused) {
        return null;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check.flow;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreeScanner;
import org.jspecify.annotations.Nullable;

/**
 * A walk through one method or lambda in the order in which it runs, which knows at each point what is certain there. This class
 * walks straight-line code and asks a rule what each step changes; {@link Branches}, {@link Loops} and {@link Flow} add where else
 * the code goes.
 */
abstract class Steps extends TreeScanner<@Nullable Void, @Nullable Void> {
    final Paths paths = new Paths();

    private TreePath path;

    Steps(TreePath body) {
        this.path = body;
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
     * A call in a condition has returned true.
     *
     * @param call the call
     * @param before what was certain before
     * @return what is certain now
     */
    protected Facts wasTrue(TreePath call, Facts before) {
        return before;
    }

    /** Walks from the start of the body to its end. */
    public final void run() {
        path.getLeaf().accept(this, null);
    }

    @Override
    public @Nullable Void scan(@Nullable Tree tree, @Nullable Void unused) {
        if (tree != null) {
            TreePath outer = path;
            path = new TreePath(outer, tree);
            tree.accept(this, null);
            path = outer;
        }
        return null;
    }

    /** Where the walk is. */
    final TreePath path() {
        return path;
    }

    final void walk(@Nullable Tree tree) {
        scan(tree, null);
    }

    /** Walks what stands elsewhere, and comes back. */
    final void walkAt(TreePath outer, Tree tree) {
        TreePath here = path;
        path = outer;
        walk(tree);
        path = here;
    }

    final void walk(Iterable<? extends Tree> trees) {
        trees.forEach(this::walk);
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void unused) {
        super.visitMethodInvocation(call, null);
        paths.step(now -> called(path, now));
        paths.mayThrow();
        return null;
    }

    @Override
    public @Nullable Void visitNewClass(NewClassTree made, @Nullable Void unused) {
        super.visitNewClass(made, null);
        paths.mayThrow();
        return null;
    }

    @Override
    public @Nullable Void visitVariable(VariableTree variable, @Nullable Void unused) {
        super.visitVariable(variable, null);
        paths.step(now -> assigned(path, variable.getInitializer(), now));
        return null;
    }

    @Override
    public @Nullable Void visitAssignment(AssignmentTree assignment, @Nullable Void unused) {
        super.visitAssignment(assignment, null);
        TreePath variable = new TreePath(path, assignment.getVariable());
        paths.step(now -> assigned(variable, assignment.getExpression(), now));
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

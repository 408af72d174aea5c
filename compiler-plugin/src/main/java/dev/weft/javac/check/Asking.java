// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import dev.weft.javac.check.Cancelled.Operation;
import dev.weft.javac.check.flow.Jumps;
import dev.weft.javac.check.source.Source;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import javax.lang.model.element.Element;
import javax.lang.model.element.VariableElement;
import org.jspecify.annotations.Nullable;

/**
 * Whether a method asks how a call has come out that cancels without an exception, and leaves then: by {@code scope.expired()}, or by the
 * result, such as a null.
 */
final class Asking {
    private final Source source;
    private final Uses uses;
    private final Predicate<TreePath> goesOn;

    /**
     * Makes one.
     *
     * @param source the compilation
     * @param uses what pieces name
     * @param goesOn whether a branch that is taken then goes on with what the operation works on
     */
    Asking(Source source, Uses uses, Predicate<TreePath> goesOn) {
        this.source = source;
        this.uses = uses;
        this.goesOn = goesOn;
    }

    /** Whether it does so behind a call, before it comes back to what the operation works on. */
    boolean leavesBehind(TreePath call, Operation operation) {
        Set<Element> outcome = outcome(call);
        boolean isGuarded = false;
        for (TreePath piece : CodeBehind.of(call, null)) {
            Tree tree = piece.getLeaf();
            if (tree instanceof IfTree choice && asks(piece, choice, outcome, call)) {
                if (leaves(piece, choice)) {
                    return true;
                }
                isGuarded |= isGuarded(piece, choice, operation);
                if (!isGuarded && uses.isUsedIn(piece, operation)) {
                    return false;
                }
            } else if (uses.isUsedIn(piece, operation)) {
                return false;
            }
            addDerived(piece, outcome);
        }
        return isGuarded;
    }

    private boolean asks(TreePath piece, IfTree choice, Set<Element> outcome, TreePath call) {
        return Jumps.isInside(call, choice.getCondition())
                || names(new TreePath(piece, choice.getCondition()), outcome);
    }

    private boolean names(TreePath piece, Set<Element> outcome) {
        return uses.areNamedIn(piece, outcome);
    }

    /** Whether the branch for the case that the operation was cancelled leaves; one of both, where that cannot be told. */
    private boolean leaves(TreePath piece, IfTree choice) {
        Boolean isThen = isThenForLoss(choice);
        boolean then = isThen == null || isThen;
        boolean other = isThen == null || !isThen;
        return (then && leaves(piece, choice.getThenStatement()))
                || (other && leaves(piece, choice.getElseStatement()));
    }

    private boolean leaves(TreePath piece, @Nullable StatementTree branch) {
        return branch != null && !goesOn.test(new TreePath(piece, branch));
    }

    /** Whether only the other branch comes back to the object, or ends the method where all is well. */
    private boolean isGuarded(TreePath piece, IfTree choice, Operation operation) {
        Boolean isThen = isThenForLoss(choice);
        if (isThen == null) {
            return uses.isUsedIn(piece, operation);
        }
        StatementTree lost = isThen ? choice.getThenStatement() : choice.getElseStatement();
        StatementTree other = isThen ? choice.getElseStatement() : choice.getThenStatement();
        return other != null
                && (lost == null || !uses.isUsedIn(new TreePath(piece, lost), operation))
                && (uses.isUsedIn(new TreePath(piece, other), operation)
                        || !WaysOut.of(new TreePath(piece, other), source).mayEnd());
    }

    /** Whether the condition is true when the operation was cancelled; null if that cannot be told. */
    private static @Nullable Boolean isThenForLoss(IfTree choice) {
        ExpressionTree condition = choice.getCondition();
        boolean isNegated = false;
        while (condition instanceof ParenthesizedTree || condition.getKind() == Tree.Kind.LOGICAL_COMPLEMENT) {
            isNegated ^= condition instanceof UnaryTree;
            condition = condition instanceof ParenthesizedTree inner
                    ? inner.getExpression()
                    : ((UnaryTree) condition).getExpression();
        }
        if (condition instanceof MethodInvocationTree call
                && CatchAnswers.nameOf(call).equals("expired")) {
            return !isNegated;
        }
        boolean isOfNull = condition instanceof BinaryTree both
                && (both.getLeftOperand().getKind() == Tree.Kind.NULL_LITERAL
                        || both.getRightOperand().getKind() == Tree.Kind.NULL_LITERAL);
        return isOfNull ? (condition.getKind() == Tree.Kind.EQUAL_TO) != isNegated : null;
    }

    /** The variables that tell how a call has come out: what its value goes to, and the scope that it is called on. */
    private Set<Element> outcome(TreePath call) {
        Set<Element> found = new HashSet<>();
        if (((MethodInvocationTree) call.getLeaf()).getMethodSelect() instanceof MemberSelectTree select) {
            add(new TreePath(new TreePath(call, select), select.getExpression()), found);
        }
        TreePath inner = call;
        TreePath each = call.getParentPath();
        while (each.getLeaf() instanceof ExpressionTree && !(each.getLeaf() instanceof LambdaExpressionTree)) {
            if (each.getLeaf() instanceof AssignmentTree assignment && assignment.getExpression() == inner.getLeaf()) {
                add(new TreePath(each, assignment.getVariable()), found);
            }
            inner = each;
            each = each.getParentPath();
        }
        if (each.getLeaf() instanceof VariableTree) {
            add(each, found);
        }
        return found;
    }

    /** Adds what gets its value from one of them. */
    private void addDerived(TreePath piece, Set<Element> outcome) {
        if (piece.getLeaf() instanceof VariableTree && names(piece, outcome)) {
            add(piece, outcome);
        } else if (piece.getLeaf() instanceof ExpressionStatementTree statement
                && statement.getExpression() instanceof AssignmentTree assignment
                && names(piece, outcome)) {
            TreePath path = new TreePath(piece, assignment);
            add(new TreePath(path, assignment.getVariable()), outcome);
        }
    }

    private void add(TreePath variable, Set<Element> found) {
        if (source.trees().getElement(variable) instanceof VariableElement element) {
            found.add(element);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check.flow;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.util.TreePath;
import dev.weft.javac.check.source.Source;
import org.jspecify.annotations.Nullable;

/** The part of the walk for conditions: it learns what each outcome says as it walks them, once. */
abstract class Conditions extends Steps {
    Conditions(TreePath body, Source source) {
        super(body, source);
    }

    /** Notes a condition inside this place. Without one, as in {@code for (;;)}, it is true. */
    final void condition(@Nullable ExpressionTree condition, Outcome outcome) {
        if (condition == null) {
            then(() -> outcome.set(paths.now(), null));
        } else {
            thenAt(new TreePath(getCurrentPath(), condition), () -> decide(outcome));
        }
    }

    /** Walks the condition that is the current place. */
    private void decide(Outcome outcome) {
        Tree tree = getCurrentPath().getLeaf();
        if (tree instanceof ParenthesizedTree inner) {
            condition(inner.getExpression(), outcome);
        } else if (tree instanceof UnaryTree negation && tree.getKind() == Tree.Kind.LOGICAL_COMPLEMENT) {
            Outcome inner = new Outcome();
            condition(negation.getExpression(), inner);
            then(() -> outcome.set(inner.ifFalse, inner.ifTrue));
        } else if (tree instanceof BinaryTree both && isAndOr(both)) {
            decide(both, outcome);
        } else if (tree instanceof ConditionalExpressionTree choice) {
            decide(choice, outcome);
        } else {
            scanAt(getCurrentPath());
            then(() -> decided(outcome));
        }
    }

    private static boolean isAndOr(BinaryTree both) {
        return both.getKind() == Tree.Kind.CONDITIONAL_AND || both.getKind() == Tree.Kind.CONDITIONAL_OR;
    }

    private void decide(BinaryTree both, Outcome outcome) {
        boolean isAnd = both.getKind() == Tree.Kind.CONDITIONAL_AND;
        Outcome left = new Outcome();
        Outcome right = new Outcome();
        condition(both.getLeftOperand(), left);
        then(() -> paths.goOn(left.when(isAnd)));
        condition(both.getRightOperand(), right);
        then(() -> {
            if (isAnd) {
                outcome.set(right.ifTrue, Facts.join(left.ifFalse, right.ifFalse));
            } else {
                outcome.set(Facts.join(left.ifTrue, right.ifTrue), right.ifFalse);
            }
        });
    }

    private void decide(ConditionalExpressionTree choice, Outcome outcome) {
        Outcome chosen = new Outcome();
        Outcome one = new Outcome();
        Outcome other = new Outcome();
        condition(choice.getCondition(), chosen);
        then(() -> paths.goOn(chosen.ifTrue));
        condition(choice.getTrueExpression(), one);
        then(() -> paths.goOn(chosen.ifFalse));
        condition(choice.getFalseExpression(), other);
        then(() -> outcome.set(Facts.join(one.ifTrue, other.ifTrue), Facts.join(one.ifFalse, other.ifFalse)));
    }

    private void decided(Outcome outcome) {
        Facts now = paths.now();
        TreePath path = getCurrentPath();
        Object constant = path.getLeaf() instanceof LiteralTree literal ? literal.getValue() : null;
        outcome.set(
                now == null || Boolean.FALSE.equals(constant) ? null : decided(path, true, now),
                now == null || Boolean.TRUE.equals(constant) ? null : decided(path, false, now));
    }

    @Override
    public @Nullable Void visitBinary(BinaryTree both, @Nullable Void unused) {
        if (!isAndOr(both)) {
            return super.visitBinary(both, null);
        }
        Outcome outcome = new Outcome();
        decide(both, outcome);
        then(() -> paths.goOn(outcome.either()));
        return null;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check.flow;

import com.sun.source.tree.AssertTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The part of the walk for conditions and switches: each branch is walked from where they part, and the walk goes on where they meet. */
abstract class Branches extends Steps {
    Branches(TreePath body) {
        super(body);
    }

    /** What is certain when a condition has had this outcome. */
    final @Nullable Facts outcome(@Nullable ExpressionTree condition, boolean isTrue) {
        if (condition == null) {
            return isTrue ? paths.now() : null; // for (;;)
        }
        return new Condition(this, new TreePath(path(), condition)).outcome(isTrue, paths.now());
    }

    @Override
    public @Nullable Void visitIf(IfTree choice, @Nullable Void unused) {
        choose(choice.getCondition(), choice.getThenStatement(), choice.getElseStatement());
        return null;
    }

    @Override
    public @Nullable Void visitConditionalExpression(ConditionalExpressionTree choice, @Nullable Void unused) {
        choose(choice.getCondition(), choice.getTrueExpression(), choice.getFalseExpression());
        return null;
    }

    private void choose(ExpressionTree condition, Tree ifTrue, @Nullable Tree ifFalse) {
        walk(condition);
        Facts otherwise = outcome(condition, false);
        paths.goOn(outcome(condition, true));
        walk(ifTrue);
        Facts behindTrue = paths.now();
        paths.goOn(otherwise);
        walk(ifFalse);
        paths.meet(behindTrue);
    }

    @Override
    public @Nullable Void visitBinary(BinaryTree both, @Nullable Void unused) {
        boolean isAnd = both.getKind() == Tree.Kind.CONDITIONAL_AND;
        if (!isAnd && both.getKind() != Tree.Kind.CONDITIONAL_OR) {
            return super.visitBinary(both, null);
        }
        walk(both.getLeftOperand());
        Facts withoutRight = outcome(both.getLeftOperand(), !isAnd);
        paths.goOn(outcome(both.getLeftOperand(), isAnd));
        walk(both.getRightOperand());
        paths.meet(withoutRight);
        return null;
    }

    @Override
    public @Nullable Void visitAssert(AssertTree check, @Nullable Void unused) {
        Facts unchecked = paths.now();
        super.visitAssert(check, null);
        paths.meet(unchecked);
        return null;
    }

    @Override
    public @Nullable Void visitSwitch(SwitchTree choice, @Nullable Void unused) {
        // A case without constants is the default, or has a pattern: then there is a case for every value.
        boolean isExhaustive = choice.getCases().stream()
                .anyMatch(each -> each.getExpressions().isEmpty());
        choose(choice.getExpression(), choice.getCases(), isExhaustive);
        return null;
    }

    @Override
    public @Nullable Void visitSwitchExpression(SwitchExpressionTree choice, @Nullable Void unused) {
        choose(choice.getExpression(), choice.getCases(), true);
        return null;
    }

    private void choose(ExpressionTree selector, List<? extends CaseTree> cases, boolean isExhaustive) {
        walk(selector);
        Facts before = paths.now();
        Facts after = isExhaustive ? null : before;
        paths.end();
        for (CaseTree each : cases) {
            paths.meet(before); // the case above may fall through
            walk(each);
            if (each.getCaseKind() == CaseTree.CaseKind.RULE) {
                after = Facts.join(after, paths.now());
                paths.end();
            }
        }
        paths.meet(after);
        paths.arriveBehind(path().getLeaf());
    }
}

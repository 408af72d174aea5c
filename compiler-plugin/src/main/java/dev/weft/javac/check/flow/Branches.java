// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check.flow;

import com.sun.source.tree.AssertTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import dev.weft.javac.check.source.Source;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The part of the walk for choices and switches: each branch is walked from where they part, and the walk goes on where they meet. */
abstract class Branches extends Conditions {
    Branches(TreePath body, Source source) {
        super(body, source);
    }

    /** What is certain before the branches, and behind those that have been walked. */
    private static final class Fork {
        private @Nullable Facts before;
        private @Nullable Facts after;
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
        Outcome outcome = new Outcome();
        Fork fork = new Fork();
        condition(condition, outcome);
        then(() -> paths.goOn(outcome.ifTrue));
        scan(ifTrue, null);
        then(() -> {
            fork.after = paths.now();
            paths.goOn(outcome.ifFalse);
        });
        scan(ifFalse, null);
        then(() -> paths.meet(fork.after));
    }

    @Override
    public @Nullable Void visitAssert(AssertTree check, @Nullable Void unused) {
        Facts unchecked = paths.now();
        super.visitAssert(check, null);
        then(() -> paths.meet(unchecked));
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
        Fork fork = new Fork();
        scan(selector, null);
        then(() -> {
            fork.before = paths.now();
            fork.after = isExhaustive ? null : fork.before;
            paths.end();
        });
        for (CaseTree each : cases) {
            then(() -> paths.meet(fork.before)); // the case above may fall through
            scan(each, null);
            if (each.getCaseKind() == CaseTree.CaseKind.RULE) {
                then(() -> {
                    fork.after = Facts.join(fork.after, paths.now());
                    paths.end();
                });
            }
        }
        then(() -> {
            paths.meet(fork.after);
            paths.arriveBehind(getCurrentPath().getLeaf());
        });
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check.source;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TypeCastTree;
import com.sun.source.tree.YieldTree;
import com.sun.source.util.TreePath;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The expressions one of which gives an expression its value: without brackets, casts, and choices between several. That of
 * an assignment is its variable.
 */
public final class Values extends OwnCode {
    private final List<TreePath> found = new ArrayList<>();

    private Values() {}

    /**
     * Finds them.
     *
     * @param expression the expression
     * @return at least one
     */
    public static List<TreePath> of(TreePath expression) {
        Values values = new Values();
        values.add(expression);
        return values.found;
    }

    private void add(TreePath parent, Tree expression) {
        add(new TreePath(parent, expression));
    }

    private void add(TreePath path) {
        Tree tree = path.getLeaf();
        if (tree instanceof ParenthesizedTree inner) {
            add(path, inner.getExpression());
        } else if (tree instanceof TypeCastTree cast) {
            add(path, cast.getExpression());
        } else if (tree instanceof AssignmentTree assignment) {
            add(path, assignment.getVariable());
        } else if (tree instanceof ConditionalExpressionTree choice) {
            add(path, choice.getTrueExpression());
            add(path, choice.getFalseExpression());
        } else if (tree instanceof SwitchExpressionTree choice) {
            Values inCases = new Values();
            choice.getCases().forEach(each -> inCases.scan(new TreePath(path, each), null));
            found.addAll(inCases.found);
        } else {
            found.add(path);
        }
    }

    @Override
    public @Nullable Void visitCase(CaseTree each, @Nullable Void unused) {
        if (each.getBody() instanceof ExpressionTree value) {
            add(getCurrentPath(), value);
            return null;
        }
        return super.visitCase(each, null);
    }

    @Override
    public @Nullable Void visitYield(YieldTree yield, @Nullable Void unused) {
        add(getCurrentPath(), yield.getValue());
        return null;
    }

    @Override
    public @Nullable Void visitSwitchExpression(SwitchExpressionTree inner, @Nullable Void unused) {
        return null;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;

/** The expression that another is part of. */
final class Whole {
    private Whole() {}

    /** The outermost expression in which all parts are run, so that a value in it may wait for another. */
    static Tree of(TreePath await) {
        TreePath each = await;
        while (each.getParentPath().getLeaf() instanceof ExpressionTree outer && !isCondition(outer)) {
            each = each.getParentPath();
        }
        return each.getLeaf() instanceof ReturnTree exit ? exit.getExpression() : each.getLeaf();
    }

    private static boolean isCondition(ExpressionTree tree) {
        return tree instanceof ConditionalExpressionTree
                || tree instanceof SwitchExpressionTree
                || tree.getKind() == Tree.Kind.CONDITIONAL_AND
                || tree.getKind() == Tree.Kind.CONDITIONAL_OR;
    }
}

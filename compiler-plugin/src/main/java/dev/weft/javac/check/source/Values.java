// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check.source;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TypeCastTree;
import com.sun.source.util.TreePath;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The expressions one of which gives an expression its value: without brackets, casts, and choices between several. That of
 * an assignment is its variable.
 */
public final class Values {
    private Values() {}

    /**
     * Finds them.
     *
     * @param expression the expression
     * @param source the compilation
     * @return at least one, unless a switch only throws
     */
    public static List<TreePath> of(TreePath expression, Source source) {
        return find(expression, source, true);
    }

    /**
     * Finds them as far as types go: a cast and an assignment have types of their own, and stay whole.
     *
     * @param expression the expression
     * @param source the compilation
     * @return at least one, unless a switch only throws
     */
    public static List<TreePath> chosen(TreePath expression, Source source) {
        return find(expression, source, false);
    }

    private static List<TreePath> find(TreePath expression, Source source, boolean behindTypes) {
        List<TreePath> found = new ArrayList<>();
        Deque<TreePath> open = new ArrayDeque<>(List.of(expression));
        while (!open.isEmpty()) {
            TreePath path = open.pop();
            Tree tree = path.getLeaf();
            if (tree instanceof ParenthesizedTree inner) {
                open.push(new TreePath(path, inner.getExpression()));
            } else if (behindTypes && tree instanceof TypeCastTree cast) {
                open.push(new TreePath(path, cast.getExpression()));
            } else if (behindTypes && tree instanceof AssignmentTree assignment) {
                open.push(new TreePath(path, assignment.getVariable()));
            } else if (tree instanceof ConditionalExpressionTree choice) {
                open.push(new TreePath(path, choice.getFalseExpression()));
                open.push(new TreePath(path, choice.getTrueExpression()));
            } else if (tree instanceof SwitchExpressionTree choice) {
                Yields.of(path, choice, source).forEach(open::push);
            } else {
                found.add(path);
            }
        }
        return found;
    }
}

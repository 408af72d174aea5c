// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check.flow;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.util.TreePath;
import org.jspecify.annotations.Nullable;

/**
 * A condition, and what its outcome says.
 *
 * @param steps the walk that the condition stands in
 * @param path where it is
 */
record Condition(Steps steps, TreePath path) {
    /** Adds that to what is certain already. Null if there can be no such outcome. */
    @Nullable
    Facts outcome(boolean isTrue, @Nullable Facts before) {
        Tree tree = path.getLeaf();
        if (before == null
                || (tree instanceof LiteralTree literal && !literal.getValue().equals(isTrue))) {
            return null;
        }
        if (tree instanceof ParenthesizedTree inner) {
            return inner(inner.getExpression()).outcome(isTrue, before);
        }
        if (tree instanceof UnaryTree negation && tree.getKind() == Tree.Kind.LOGICAL_COMPLEMENT) {
            return inner(negation.getExpression()).outcome(!isTrue, before);
        }
        boolean bothHaveIt = tree.getKind() == (isTrue ? Tree.Kind.CONDITIONAL_AND : Tree.Kind.CONDITIONAL_OR);
        if (bothHaveIt && tree instanceof BinaryTree both) {
            return inner(both.getRightOperand())
                    .outcome(isTrue, inner(both.getLeftOperand()).outcome(isTrue, before));
        }
        return isTrue && tree instanceof MethodInvocationTree ? steps.wasTrue(path, before) : before;
    }

    private Condition inner(Tree part) {
        return new Condition(steps, new TreePath(path, part));
    }
}

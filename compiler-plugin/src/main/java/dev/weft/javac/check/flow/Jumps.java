// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check.flow;

import com.sun.source.tree.BreakTree;
import com.sun.source.tree.ContinueTree;
import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.LabeledStatementTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.TreePath;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import javax.lang.model.element.Name;
import org.jspecify.annotations.Nullable;

/** The targets of jumps, and the finally blocks that run on the way there. In code with errors a jump may have no target. */
public final class Jumps {
    private Jumps() {}

    /**
     * Returns the statement that a break ends.
     *
     * @param exit the break
     * @param path where it is
     * @return the loop, the switch, or the statement with the label
     */
    public static @Nullable Tree target(BreakTree exit, TreePath path) {
        Name label = exit.getLabel();
        return label == null
                ? around(path, tree -> isLoop(tree) || tree instanceof SwitchTree)
                : around(path, tree -> isLabeled(tree, label));
    }

    /**
     * Returns the loop that a continue goes on with.
     *
     * @param exit the continue
     * @param path where it is
     * @return the loop, without its label
     */
    public static @Nullable Tree target(ContinueTree exit, TreePath path) {
        Name label = exit.getLabel();
        Tree found = around(path, tree -> label == null ? isLoop(tree) : isLabeled(tree, label));
        while (found instanceof LabeledStatementTree labeled) {
            found = labeled.getStatement();
        }
        return found;
    }

    /** The target of a yield. */
    static @Nullable Tree target(TreePath path) {
        return around(path, SwitchExpressionTree.class::isInstance);
    }

    private static @Nullable Tree around(TreePath path, Predicate<Tree> isTarget) {
        TreePath each = path.getParentPath();
        while (!isTarget.test(each.getLeaf())) {
            if (isEnd(each.getLeaf(), null)) {
                return null;
            }
            each = each.getParentPath();
        }
        return each.getLeaf();
    }

    private static boolean isLoop(Tree tree) {
        return tree instanceof WhileLoopTree
                || tree instanceof DoWhileLoopTree
                || tree instanceof ForLoopTree
                || tree instanceof EnhancedForLoopTree;
    }

    private static boolean isLabeled(Tree tree, Name label) {
        return tree instanceof LabeledStatementTree labeled
                && labeled.getLabel().equals(label);
    }

    /**
     * Whether a place is in a tree, of which it is not the root.
     *
     * @param place the place
     * @param tree the tree
     * @return true if it is
     */
    public static boolean isInside(TreePath place, Tree tree) {
        TreePath each = place.getParentPath();
        while (each != null && each.getLeaf() != tree) {
            each = each.getParentPath();
        }
        return each != null;
    }

    /**
     * A try statement that a jump leaves.
     *
     * @param place where it is
     * @param byItsBlock whether the jump is in its block, and not in a catch block or a resource
     */
    record Left(TreePath place, boolean byItsBlock) {}

    /**
     * The try statements that a jump leaves and that do something then, by a finally block or resources, innermost first. A null target is
     * outside the method.
     */
    static List<Left> triesLeft(TreePath from, @Nullable Tree target) {
        List<Left> found = new ArrayList<>();
        TreePath inner = from;
        for (TreePath each = from.getParentPath(); !isEnd(each.getLeaf(), target); each = each.getParentPath()) {
            if (each.getLeaf() instanceof TryTree guarded
                    && guarded.getFinallyBlock() != inner.getLeaf()
                    && (guarded.getFinallyBlock() != null
                            || !guarded.getResources().isEmpty())) {
                found.add(new Left(each, guarded.getBlock() == inner.getLeaf()));
            }
            inner = each;
        }
        return found;
    }

    private static boolean isEnd(Tree tree, @Nullable Tree target) {
        return tree == target || tree instanceof MethodTree || tree instanceof LambdaExpressionTree;
    }
}

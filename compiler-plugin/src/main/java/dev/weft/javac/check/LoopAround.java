// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.TreePath;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The loop around a piece of source, in the same method or lambda. */
final class LoopAround {
    private LoopAround() {}

    /**
     * Finds the innermost.
     *
     * @param piece the piece
     * @param takesCancellation whether a catch block gets cancellations
     * @return the loop; null if there is none, or if it only runs when the task is cleaning up, where no cancellation comes
     */
    static @Nullable TreePath of(TreePath piece, Predicate<TreePath> takesCancellation) {
        TreePath loop = null;
        TreePath inner = piece;
        for (TreePath each = piece.getParentPath(); !isMethod(each.getLeaf()); each = each.getParentPath()) {
            if (loop == null && isLoop(each.getLeaf())) {
                loop = each;
            }
            if (isCleaningUp(inner, each.getLeaf(), takesCancellation)) {
                return null;
            }
            inner = each;
        }
        return loop;
    }

    /** Finds the innermost, also where the task is cleaning up. */
    static @Nullable TreePath of(TreePath piece) {
        TreePath each = piece.getParentPath();
        while (!isMethod(each.getLeaf()) && !isLoop(each.getLeaf())) {
            each = each.getParentPath();
        }
        return isLoop(each.getLeaf()) ? each : null;
    }

    private static boolean isCleaningUp(TreePath inner, Tree outer, Predicate<TreePath> takesCancellation) {
        return outer instanceof TryTree guarded
                && (inner.getLeaf() == guarded.getFinallyBlock()
                        || (inner.getLeaf() instanceof CatchTree && takesCancellation.test(inner)));
    }

    static boolean isLoop(Tree tree) {
        return tree instanceof WhileLoopTree
                || tree instanceof DoWhileLoopTree
                || tree instanceof ForLoopTree
                || tree instanceof EnhancedForLoopTree;
    }

    private static boolean isMethod(Tree tree) {
        return tree instanceof MethodTree || tree instanceof LambdaExpressionTree || tree instanceof ClassTree;
    }
}

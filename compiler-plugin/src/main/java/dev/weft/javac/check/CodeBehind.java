// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ContinueTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.util.TreePath;
import dev.weft.javac.check.flow.Jumps;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The code that may run behind a place, in the order in which it does: statements, the finally blocks of the try statements around, and
 * each loop around as a whole, for its next turns. It ends with a return or throw that is always come to.
 */
final class CodeBehind {
    private final @Nullable Tree limit;
    private final List<TreePath> found = new ArrayList<>();

    private CodeBehind(@Nullable Tree limit) {
        this.limit = limit;
    }

    /**
     * Finds it.
     *
     * @param place the place
     * @param limit what is around the place, and not left; null for the method or lambda
     */
    static List<TreePath> of(TreePath place, @Nullable Tree limit) {
        CodeBehind code = new CodeBehind(limit);
        TreePath next = place;
        while (next != null) {
            next = code.add(next);
        }
        return code.found;
    }

    /** Adds what is behind a place, and returns the place to go on behind; null at the end. */
    private @Nullable TreePath add(TreePath place) {
        TreePath inner = place;
        for (TreePath each = place.getParentPath(); !isEnd(each.getLeaf()); each = each.getParentPath()) {
            if (isLast(each.getLeaf())) {
                return null;
            }
            addParts(each, inner.getLeaf());
            for (StatementTree statement : behind(inner.getLeaf(), each.getLeaf())) {
                TreePath path = new TreePath(each, statement);
                found.add(path);
                if (WaysOut.isJump(statement)) {
                    return target(path);
                }
            }
            inner = each;
        }
        return null;
    }

    /** The place that a jump leads behind, perhaps after the next turns of a loop; null if it is a way out. */
    private @Nullable TreePath target(TreePath jump) {
        TreePath target = WaysOut.target(jump);
        if (target == null || (limit != null && !Jumps.isInside(target, limit))) {
            return null;
        }
        if (jump.getLeaf() instanceof ContinueTree) {
            found.add(target);
        }
        return target;
    }

    private boolean isEnd(Tree tree) {
        return tree == limit
                || tree instanceof MethodTree
                || tree instanceof LambdaExpressionTree
                || tree instanceof ClassTree;
    }

    private static boolean isLast(Tree tree) {
        return tree instanceof ReturnTree || tree instanceof ThrowTree;
    }

    private void addParts(TreePath around, Tree inner) {
        Tree tree = around.getLeaf();
        if (tree instanceof IfTree choice && inner == choice.getCondition()) {
            found.add(around);
        } else if (tree instanceof TryTree guarded && inner != guarded.getFinallyBlock()) {
            if (guarded.getFinallyBlock() != null) {
                found.add(new TreePath(around, guarded.getFinallyBlock()));
            }
        } else if (LoopAround.isLoop(tree)) {
            found.add(around);
        }
    }

    private static List<? extends StatementTree> behind(Tree inner, Tree around) {
        List<? extends StatementTree> statements = statements(around);
        return statements.subList(statements.indexOf(inner) + 1, statements.size());
    }

    /** The statements of a block or case; none of anything else. */
    static List<? extends StatementTree> statements(Tree tree) {
        List<? extends StatementTree> statements = tree instanceof BlockTree block
                ? block.getStatements()
                : tree instanceof CaseTree choice ? choice.getStatements() : null;
        return statements == null ? List.of() : statements;
    }
}

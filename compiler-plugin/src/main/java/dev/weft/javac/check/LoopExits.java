// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.util.TreePath;
import dev.weft.javac.check.source.Source;
import java.util.List;

/**
 * What may make a loop end because of what a catch block in it has caught: a jump, a condition on what the block sets, a question about
 * cancellation.
 */
final class LoopExits {
    private final Source source;
    private final Tree loop;
    private final LoopConditions conditions;

    LoopExits(Source source, TreePath loop) {
        this.source = source;
        this.loop = loop.getLeaf();
        this.conditions = LoopConditions.of(loop, source);
    }

    /** Whether the loop may end when the catch block has run; in doubt yes. */
    boolean mayLeave(TreePath path, TryTree guarded, CatchTree handler) {
        CatchAnswers answers = new CatchAnswers(source);
        answers.walk(new TreePath(path, handler));
        BlockTree last = guarded.getFinallyBlock();
        if (last != null) {
            answers.walk(new TreePath(path, last));
        }
        return answers.found() || leavesBehind(path) || conditions.dependOn(answers.set());
    }

    /** Whether the loop always ends behind the try statement: it goes round only by a continue. */
    private boolean leavesBehind(TreePath path) {
        TreePath inner = path;
        for (TreePath each = path.getParentPath(); inner.getLeaf() != loop; each = each.getParentPath()) {
            if (each.getLeaf() instanceof BlockTree block) {
                List<? extends StatementTree> statements = block.getStatements();
                int place = statements.indexOf(inner.getLeaf());
                if (statements.subList(place + 1, statements.size()).stream().anyMatch(CatchAnswers::isJump)) {
                    return true;
                }
            }
            inner = each;
        }
        return false;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.tree.WhileLoopTree;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the last statement of a block says of its end, without a look into it: Java has no statement that nothing leads to. */
final class BlockEnd {
    private BlockEnd() {}

    /** Whether the end of a block is perhaps not reached. */
    static boolean mayLeave(BlockTree block) {
        StatementTree last = last(block);
        while (last instanceof DoWhileLoopTree loop && hasEnd(loop.getCondition())) {
            last = last(loop.getStatement());
        }
        return last != null && !goesOn(last);
    }

    private static @Nullable StatementTree last(StatementTree statement) {
        if (!(statement instanceof BlockTree block)) {
            return statement;
        }
        List<? extends StatementTree> statements = block.getStatements();
        return statements.isEmpty() ? null : statements.get(statements.size() - 1);
    }

    private static boolean goesOn(StatementTree last) {
        return last instanceof ExpressionStatementTree
                || last instanceof VariableTree
                || last instanceof EnhancedForLoopTree
                || (last instanceof IfTree choice && choice.getElseStatement() == null)
                || (last instanceof WhileLoopTree loop && hasEnd(loop.getCondition()))
                || (last instanceof ForLoopTree loop && hasEnd(loop.getCondition()));
    }

    /** Whether a loop is surely left by its condition: one that is a constant may be true for ever. */
    private static boolean hasEnd(@Nullable ExpressionTree condition) {
        ExpressionTree inner = condition;
        while (inner instanceof ParenthesizedTree brackets) {
            inner = brackets.getExpression();
        }
        return inner != null && !(inner instanceof LiteralTree);
    }
}

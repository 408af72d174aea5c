// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check.flow;

import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.TreePath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The part of the walk for loops: each is walked twice, so that its second turn knows of the first. */
abstract class Loops extends Branches {
    Loops(TreePath body) {
        super(body);
    }

    /** Walks two turns, and goes on with what is certain behind them. */
    private void loop(@Nullable ExpressionTree condition, Tree body, List<? extends Tree> update) {
        Facts left = null;
        for (int turn = 0; turn < 2; turn++) {
            walk(condition);
            left = Facts.join(left, outcome(condition, false));
            paths.goOn(outcome(condition, true));
            walk(body);
            paths.arriveAtNextTurn(path().getLeaf());
            walk(update);
        }
        paths.goOn(left);
        paths.arriveBehind(path().getLeaf());
    }

    @Override
    public @Nullable Void visitWhileLoop(WhileLoopTree loop, @Nullable Void unused) {
        loop(loop.getCondition(), loop.getStatement(), List.of());
        return null;
    }

    @Override
    public @Nullable Void visitForLoop(ForLoopTree loop, @Nullable Void unused) {
        walk(loop.getInitializer());
        loop(loop.getCondition(), loop.getStatement(), loop.getUpdate());
        return null;
    }

    @Override
    public @Nullable Void visitEnhancedForLoop(EnhancedForLoopTree loop, @Nullable Void unused) {
        walk(loop.getExpression());
        Facts left = null;
        for (int turn = 0; turn < 2; turn++) {
            left = Facts.join(left, paths.now());
            walk(loop.getVariable());
            walk(loop.getStatement());
            paths.arriveAtNextTurn(loop);
        }
        paths.goOn(left);
        paths.arriveBehind(loop);
        return null;
    }

    @Override
    public @Nullable Void visitDoWhileLoop(DoWhileLoopTree loop, @Nullable Void unused) {
        Facts left = null;
        for (int turn = 0; turn < 2; turn++) {
            walk(loop.getStatement());
            paths.arriveAtNextTurn(loop);
            walk(loop.getCondition());
            left = Facts.join(left, outcome(loop.getCondition(), false));
            paths.goOn(outcome(loop.getCondition(), true));
        }
        paths.goOn(left);
        paths.arriveBehind(loop);
        return null;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check.flow;

import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.TreePath;
import dev.weft.javac.check.source.Source;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The part of the walk for loops: each is walked twice, so that its second turn knows of the first, unless the first has changed nothing.
 * A loop inside a second turn is walked once, and so is one inside {@link #MOST_AROUND} others: a piece of source is walked at most once
 * more for each of these, and not twice as often.
 */
abstract class Loops extends Branches {
    private static final int MOST_AROUND = 8;

    private int around;
    private boolean isSecondTurn;

    Loops(TreePath body, Source source) {
        super(body, source);
    }

    /** One loop that is being walked. */
    private static final class Turns {
        private final Outcome goesOn = new Outcome();
        private @Nullable Facts before;
        private @Nullable Facts left;
    }

    @Override
    public @Nullable Void visitWhileLoop(WhileLoopTree loop, @Nullable Void unused) {
        loop(loop.getCondition(), loop.getStatement(), List.of());
        return null;
    }

    @Override
    public @Nullable Void visitForLoop(ForLoopTree loop, @Nullable Void unused) {
        scan(loop.getInitializer(), null);
        loop(loop.getCondition(), loop.getStatement(), loop.getUpdate());
        return null;
    }

    private void loop(@Nullable ExpressionTree condition, Tree body, List<? extends Tree> update) {
        Turns turns = new Turns();
        Runnable head = () -> {
            condition(condition, turns.goesOn);
            then(() -> {
                turns.left = Facts.join(turns.left, turns.goesOn.ifFalse);
                paths.goOn(turns.goesOn.ifTrue);
            });
        };
        Runnable turn = () -> {
            head.run();
            scan(body, null);
            then(() -> paths.arriveAtNextTurn(getCurrentPath().getLeaf()));
            scan(update, null);
        };
        walk(turns, turn, head);
    }

    @Override
    public @Nullable Void visitEnhancedForLoop(EnhancedForLoopTree loop, @Nullable Void unused) {
        scan(loop.getExpression(), null);
        Turns turns = new Turns();
        Runnable head = () -> turns.left = Facts.join(turns.left, paths.now());
        Runnable turn = () -> {
            head.run();
            scan(loop.getVariable(), null);
            then(() -> paths.step(now -> drawn(getCurrentPath(), now)));
            scan(loop.getStatement(), null);
            then(() -> paths.arriveAtNextTurn(loop));
        };
        walk(turns, turn, head);
        return null;
    }

    @Override
    public @Nullable Void visitDoWhileLoop(DoWhileLoopTree loop, @Nullable Void unused) {
        Turns turns = new Turns();
        Runnable turn = () -> {
            scan(loop.getStatement(), null);
            then(() -> paths.arriveAtNextTurn(loop));
            condition(loop.getCondition(), turns.goesOn);
            then(() -> {
                turns.left = Facts.join(turns.left, turns.goesOn.ifFalse);
                paths.goOn(turns.goesOn.ifTrue);
            });
        };
        walk(turns, turn, () -> {});
        return null;
    }

    /** Notes a turn, a second if that may find anything, and where the loop is left. The head is what a turn begins with. */
    private void walk(Turns turns, Runnable turn, Runnable head) {
        then(() -> {
            turns.before = paths.now();
            around++;
            turn.run();
        });
        then(() -> {
            if (hasChanged(turns)) {
                again(around <= MOST_AROUND && !isSecondTurn ? turn : head);
            }
        });
        then(() -> {
            around--;
            paths.goOn(turns.left);
            paths.arriveBehind(getCurrentPath().getLeaf());
        });
    }

    private void again(Runnable turn) {
        boolean wasSecondTurn = isSecondTurn;
        isSecondTurn = true;
        turn.run();
        then(() -> isSecondTurn = wasSecondTurn);
    }

    private boolean hasChanged(Turns turns) {
        Facts now = paths.now();
        return now != null && (turns.before == null || !now.isSame(turns.before));
    }
}

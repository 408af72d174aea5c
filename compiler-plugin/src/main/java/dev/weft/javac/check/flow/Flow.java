// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check.flow;

import com.sun.source.tree.BreakTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ContinueTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LabeledStatementTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.YieldTree;
import com.sun.source.util.TreePath;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The whole walk through a method or lambda: this class adds jumps and try statements. A finally block is walked once for each way
 * into it, as javac copies it. A rule extends this for what it looks for. Used once, on javac's thread.
 */
public abstract class Flow extends Loops {
    /**
     * Makes one.
     *
     * @param body the body of the method or lambda
     */
    protected Flow(TreePath body) {
        super(body);
    }

    @Override
    public @Nullable Void visitReturn(ReturnTree exit, @Nullable Void unused) {
        super.visitReturn(exit, null);
        ExpressionTree value = exit.getExpression();
        if (value != null) {
            paths.step(now -> returned(path(), value, now));
        }
        leave(null, paths::jumpBehind);
        return null;
    }

    @Override
    public @Nullable Void visitThrow(ThrowTree exit, @Nullable Void unused) {
        super.visitThrow(exit, null);
        paths.mayThrow();
        paths.end();
        return null;
    }

    @Override
    public @Nullable Void visitBreak(BreakTree exit, @Nullable Void unused) {
        leave(Jumps.target(exit, path()), paths::jumpBehind);
        return null;
    }

    @Override
    public @Nullable Void visitContinue(ContinueTree exit, @Nullable Void unused) {
        leave(Jumps.target(exit, path()), paths::jumpToNextTurn);
        return null;
    }

    @Override
    public @Nullable Void visitYield(YieldTree exit, @Nullable Void unused) {
        super.visitYield(exit, null);
        leave(Jumps.target(path()), paths::jumpBehind);
        return null;
    }

    @Override
    public @Nullable Void visitLabeledStatement(LabeledStatementTree labeled, @Nullable Void unused) {
        super.visitLabeledStatement(labeled, null);
        paths.arriveBehind(labeled);
        return null;
    }

    /** Walks the finally blocks on the way to a target, or out of the method if that is null, and jumps. */
    private void leave(@Nullable Tree target, Consumer<@Nullable Tree> jump) {
        for (TryTree each : Jumps.triesLeft(path(), target)) {
            walkAt(Jumps.pathOf(each, path()), each.getFinallyBlock());
        }
        jump.accept(target);
    }

    @Override
    public @Nullable Void visitTry(TryTree guarded, @Nullable Void unused) {
        Facts before = paths.now();
        paths.enterTry();
        walk(guarded.getResources());
        walk(guarded.getBlock());
        Facts thrown = paths.leaveTry();
        Facts after = paths.now();
        for (CatchTree each : guarded.getCatches()) {
            paths.goOn(thrown == null ? before : thrown);
            walk(each);
            after = Facts.join(after, paths.now());
        }
        paths.goOn(after);
        walk(guarded.getFinallyBlock());
        return null;
    }
}

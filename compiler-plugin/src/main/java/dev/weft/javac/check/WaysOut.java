// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.BreakTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ContinueTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.SynchronizedTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.util.TreePath;
import dev.weft.javac.check.flow.Jumps;
import dev.weft.javac.check.source.OwnCode;
import dev.weft.javac.check.source.Source;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How control leaves a piece of code, such as a catch block: by its end, or by a jump to what is outside. */
final class WaysOut extends OwnCode {
    private final TreePath code;
    private final List<TreePath> jumps = new ArrayList<>();

    private WaysOut(TreePath code, Source source) {
        super(source);
        this.code = code;
    }

    static WaysOut of(TreePath code, Source source) {
        WaysOut ways = new WaysOut(code, source);
        ways.walk(code);
        return ways;
    }

    /** Each return and throw, also of what is caught inside, and each break and continue to what is outside. */
    List<TreePath> jumps() {
        return jumps;
    }

    /** Whether the end may be reached; in doubt it may. */
    boolean mayEnd() {
        Tree tree = code.getLeaf();
        return mayEnd(tree instanceof CatchTree handler ? handler.getBlock() : tree);
    }

    private static boolean mayEnd(Tree code) {
        Deque<Tree> open = new ArrayDeque<>(List.of(code));
        while (!open.isEmpty()) {
            Tree tree = open.pop();
            if (tree instanceof BlockTree inner && !inner.getStatements().isEmpty()) {
                open.push(inner.getStatements().get(inner.getStatements().size() - 1));
            } else if (tree instanceof IfTree choice && choice.getElseStatement() != null) {
                open.push(choice.getThenStatement());
                open.push(choice.getElseStatement());
            } else if (tree instanceof TryTree guarded) {
                open.push(guarded.getBlock());
                guarded.getCatches().forEach(handler -> open.push(handler.getBlock()));
            } else if (tree instanceof SynchronizedTree held) {
                open.push(held.getBlock());
            } else if (!isJump(tree)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a statement never goes on with the next one. */
    static boolean isJump(Tree statement) {
        return statement instanceof ReturnTree
                || statement instanceof ThrowTree
                || statement instanceof BreakTree
                || statement instanceof ContinueTree;
    }

    /** The statement that a break ends, or the loop that a continue goes on with. In code with errors there may be none. */
    static @Nullable TreePath target(TreePath jump) {
        Tree target = jump.getLeaf() instanceof BreakTree exit
                ? Jumps.target(exit, jump)
                : jump.getLeaf() instanceof ContinueTree next ? Jumps.target(next, jump) : null;
        TreePath each = target == null ? null : jump;
        while (each != null && each.getLeaf() != target) {
            each = each.getParentPath();
        }
        return each;
    }

    @Override
    public @Nullable Void visitThrow(ThrowTree jump, @Nullable Void unused) {
        jumps.add(getCurrentPath());
        return null;
    }

    @Override
    public @Nullable Void visitReturn(ReturnTree jump, @Nullable Void unused) {
        jumps.add(getCurrentPath());
        return null;
    }

    @Override
    public @Nullable Void visitBreak(BreakTree jump, @Nullable Void unused) {
        addIfOutside();
        return null;
    }

    @Override
    public @Nullable Void visitContinue(ContinueTree jump, @Nullable Void unused) {
        addIfOutside();
        return null;
    }

    private void addIfOutside() {
        TreePath target = target(getCurrentPath());
        if (target != null && !Jumps.isInside(target, code.getLeaf()) && target.getLeaf() != code.getLeaf()) {
            jumps.add(getCurrentPath());
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.BreakTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ContinueTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.util.TreePath;
import dev.weft.javac.check.Cancelled.Operation;
import dev.weft.javac.check.flow.Jumps;
import dev.weft.javac.check.source.Source;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Whether code goes on with what an operation works on, after the operation was cancelled. */
final class GoingOn {
    private static final String TIMEOUT = "java.util.concurrent.TimeoutException";

    private final Source source;
    private final Saving saving;
    private final Closing closing;
    private final Uses uses;

    GoingOn(Source source) {
        this.source = source;
        this.saving = new Saving(source);
        this.uses = new Uses(source);
        this.closing = new Closing(source, uses);
    }

    /** Called before a member of a class is looked at. */
    void begin(TreePath member) {
        uses.begin(member);
        closing.begin();
    }

    /** Whether the exception is caught in this method, by a block that does not leave it, with something that is not closed. */
    boolean afterTimeoutOf(TreePath waitFor, Operation operation) {
        TreePath inner = waitFor;
        for (TreePath each = waitFor.getParentPath(); !isAround(each.getLeaf()); each = each.getParentPath()) {
            if (each.getLeaf() instanceof TryTree guarded && inner.getLeaf() == guarded.getBlock()) {
                if (closing.isClosedBy(each, operation)) {
                    return false;
                }
                for (CatchTree handler : guarded.getCatches()) {
                    TreePath path = new TreePath(each, handler);
                    if (saving.catches(path, TIMEOUT)) {
                        return from(path, operation);
                    }
                }
            }
            inner = each;
        }
        return false;
    }

    /** Whether a method around a call that has cancelled an operation, and has thrown nothing, neither closes nor leaves. */
    boolean afterLossIn(TreePath call, Operation operation) {
        return !isClosedAround(call, operation)
                && !isOnlyClosed(call, operation)
                && !new Asking(source, uses, code -> from(code, operation)).leavesBehind(call, operation);
    }

    /** Whether the method or block around a call closes something, which may be for the case that the operation was cancelled. */
    boolean isClosedAround(TreePath call, Operation operation) {
        TreePath around = call;
        while (!isAround(around.getLeaf())) {
            around = around.getParentPath();
        }
        return closing.isClosedIn(around, operation, true);
    }

    /** Whether a try statement around closes it as a resource, and nothing in the block comes back to it before. */
    private boolean isOnlyClosed(TreePath call, Operation operation) {
        for (TreePath each = call.getParentPath(); !isAround(each.getLeaf()); each = each.getParentPath()) {
            if (each.getLeaf() instanceof TryTree guarded && Jumps.isInside(call, guarded.getBlock())) {
                Resources resources = closing.resources(each);
                if (Cancelled.worksOn(operation).stream().anyMatch(resources::areNamedIn)) {
                    return CodeBehind.of(call, guarded).stream()
                            .noneMatch(piece -> uses.areNamedIn(piece, resources.closed()));
                }
            }
        }
        return false;
    }

    /** Whether a try statement inside a block, around a place in it, closes what an operation works on. */
    boolean isClosedBetween(TreePath place, TreePath block, Operation operation) {
        return closing.isClosedBetween(place, block, operation);
    }

    /** Whether code that runs then, such as a catch block, goes on: its end may be reached, or it jumps to where the object is used again. */
    private boolean from(TreePath start, Operation operation) {
        Set<Tree> seen = new HashSet<>();
        Deque<TreePath> open = new ArrayDeque<>(List.of(start));
        while (!open.isEmpty()) {
            TreePath code = open.pop();
            if (seen.add(code.getLeaf()) && !closing.isClosedIn(code, operation, false)) {
                WaysOut ways = WaysOut.of(code, source);
                if (ways.mayEnd() || ways.jumps().stream().anyMatch(jump -> goesOnBy(jump, operation))) {
                    return true;
                }
                ways.jumps().forEach(jump -> addCatcher(jump, code, operation, open));
            }
        }
        return false;
    }

    private boolean goesOnBy(TreePath jump, Operation operation) {
        TreePath target = jump.getLeaf() instanceof BreakTree ? WaysOut.target(jump) : null;
        return jump.getLeaf() instanceof ContinueTree || (target != null && isUsedBehind(target, operation));
    }

    private boolean isUsedBehind(TreePath place, Operation operation) {
        for (TreePath each : CodeBehind.of(place, null)) {
            if (closing.isClosedIn(each, operation, false)) {
                return false;
            }
            if (uses.isUsedIn(each, operation)) {
                return true;
            }
        }
        return false;
    }

    /** Adds the catch block of the method that gets what the code throws, unless the object is closed on the way there. */
    private void addCatcher(TreePath jump, TreePath code, Operation operation, Deque<TreePath> open) {
        TreePath handler = jump.getLeaf() instanceof ThrowTree ? saving.catcher(jump, code, TIMEOUT) : null;
        if (handler != null && !Jumps.isInside(handler, code.getLeaf())) {
            TreePath guarded = handler.getParentPath();
            if (!closing.isClosedBetween(jump, guarded, operation) && !closing.isClosedBy(guarded, operation)) {
                open.add(handler);
            }
        }
    }

    private static boolean isAround(Tree tree) {
        return tree instanceof MethodTree || tree instanceof LambdaExpressionTree || tree instanceof ClassTree;
    }
}

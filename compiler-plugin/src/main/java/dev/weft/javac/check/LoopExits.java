// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.BreakTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.LabeledStatementTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.util.TreePath;
import dev.weft.javac.check.flow.Jumps;
import dev.weft.javac.check.source.Enclosing;
import dev.weft.javac.check.source.Source;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import javax.lang.model.element.Element;
import org.jspecify.annotations.Nullable;

/**
 * What may make all loops around a catch block end because of what it has caught: a jump out of them, a condition on what the block sets, a
 * question about cancellation. Follows the block to where it leads: what it throws to the catch block of the method that gets that, a break
 * and a continue to the loop around that goes on then.
 */
final class LoopExits {
    private final Source source;
    private final Saving saving;
    private final Predicate<TreePath> takesCancellation;
    private final Map<Tree, Handled> handled = new HashMap<>();
    private final Map<Tree, LoopConditions> conditions = new HashMap<>();

    LoopExits(Source source, Predicate<TreePath> takesCancellation) {
        this.source = source;
        this.saving = new Saving(source);
        this.takesCancellation = takesCancellation;
    }

    /** What a catch block does, and the finally block behind it. */
    private record Handled(CatchAnswers answers, List<TreePath> jumps, boolean mayEnd) {}

    private Handled handled(TreePath handler) {
        return handled.computeIfAbsent(handler.getLeaf(), tree -> handle(handler));
    }

    private Handled handle(TreePath handler) {
        CatchAnswers answers = new CatchAnswers(source);
        answers.walk(handler);
        WaysOut ways = WaysOut.of(handler, source);
        List<TreePath> jumps = new ArrayList<>(ways.jumps());
        BlockTree last = ((TryTree) handler.getParentPath().getLeaf()).getFinallyBlock();
        if (last != null) {
            TreePath path = new TreePath(handler.getParentPath(), last);
            answers.walk(path);
            jumps.addAll(WaysOut.of(path, source).jumps());
        }
        return new Handled(answers, jumps, ways.mayEnd());
    }

    /** Whether the task may end, or leave the loops around, when the catch block has run; in doubt yes. */
    boolean mayLeave(TreePath handler) {
        Set<Element> set = new HashSet<>();
        Set<Tree> seen = new HashSet<>();
        Deque<TreePath> open = new ArrayDeque<>(List.of(handler));
        while (!open.isEmpty()) {
            TreePath each = open.pop();
            if (seen.add(each.getLeaf()) && mayLeave(each, set, open)) {
                return true;
            }
        }
        return false;
    }

    /** Looks at one catch block, and adds those that get what it throws. */
    private boolean mayLeave(TreePath handler, Set<Element> set, Deque<TreePath> open) {
        Handled block = handled(handler);
        set.addAll(block.answers().set());
        if (block.answers().found()) {
            return true;
        }
        for (TreePath jump : block.jumps()) {
            TreePath catcher = catcher(jump, handler);
            if (catcher == null ? mayLeaveBy(jump, set) : isOver(catcher, handler)) {
                return true;
            }
            if (catcher != null) {
                open.push(catcher);
            }
        }
        return block.mayEnd() && mayLeaveBehind(handler.getParentPath(), set);
    }

    /** Whether what a catch block throws leads to a catch block outside of all loops, or to one that is reported itself. */
    private boolean isOver(TreePath catcher, TreePath handler) {
        return !Jumps.isInside(catcher, handler.getLeaf())
                && (takesCancellation.test(catcher) || LoopAround.of(catcher) == null);
    }

    /** The catch block of the method that gets what another one throws; null if there is none. */
    private @Nullable TreePath catcher(TreePath jump, TreePath handler) {
        return jump.getLeaf() instanceof ThrowTree ? saving.catcher(jump, handler, Saving.CANCELLATION) : null;
    }

    /** Whether a catch block throws on what may be a cancellation, to another one. */
    boolean mayThrowOn(TreePath handler, CatchTree other) {
        Handled block = handled(handler);
        return !block.answers().takesBack()
                && (block.answers().mayThrow()
                        || block.jumps().stream()
                                .map(jump -> catcher(jump, handler))
                                .anyMatch(catcher -> catcher != null && catcher.getLeaf() == other));
    }

    private boolean mayLeaveBy(TreePath jump, Set<Element> set) {
        TreePath target = WaysOut.target(jump);
        if (target == null) {
            return true; // a return, or a throw that nobody catches
        }
        return jump.getLeaf() instanceof BreakTree
                ? mayLeaveBehind(target, set)
                : conditions(target).dependOn(target.getLeaf(), set, null);
    }

    /** Whether the loops around end when a statement is left by its end: what stands behind it jumps out of them, or a condition may. */
    private boolean mayLeaveBehind(TreePath statement, Set<Element> set) {
        TreePath place = statement;
        while (true) {
            TreePath loop = LoopAround.of(place);
            if (loop == null || conditions(loop).dependOn(loop.getLeaf(), set, left(place.getLeaf()))) {
                return true;
            }
            TreePath next = jumpBehind(place, loop.getLeaf());
            if (next == null || !(next.getLeaf() instanceof BreakTree)) {
                return next != null && mayLeaveBy(next, set);
            }
            place = WaysOut.target(next);
            if (place == null) {
                return true;
            }
        }
    }

    /** The loop, perhaps with a label, that is left behind. */
    private static @Nullable Tree left(Tree statement) {
        Tree tree = statement instanceof LabeledStatementTree labeled ? labeled.getStatement() : statement;
        return LoopAround.isLoop(tree) ? tree : null;
    }

    /** The first jump that is always come to behind a place; null if the loop goes round then. */
    private static @Nullable TreePath jumpBehind(TreePath place, Tree loop) {
        TreePath inner = place;
        for (TreePath each = place.getParentPath(); inner.getLeaf() != loop; each = each.getParentPath()) {
            List<? extends StatementTree> statements = CodeBehind.statements(each.getLeaf());
            int next = statements.indexOf(inner.getLeaf()) + 1;
            for (StatementTree statement : statements.subList(next, statements.size())) {
                if (WaysOut.isJump(statement)) {
                    return new TreePath(each, statement);
                }
            }
            inner = each;
        }
        return null;
    }

    private LoopConditions conditions(TreePath loop) {
        TreePath body = Enclosing.of(loop, source).path();
        Tree code = body.getLeaf() instanceof LambdaExpressionTree lambda
                ? lambda.getBody()
                : ((MethodTree) body.getLeaf()).getBody();
        return conditions.computeIfAbsent(body.getLeaf(), tree -> LoopConditions.of(new TreePath(body, code), source));
    }
}

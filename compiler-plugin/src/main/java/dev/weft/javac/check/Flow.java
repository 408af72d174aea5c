// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.AssertTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.BreakTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ContinueTree;
import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LabeledStatementTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.tree.YieldTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreeScanner;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Walks through one method or lambda in the order in which it runs, and knows at each point what is certain there. Where
 * paths meet, only what is so on both is certain. A loop is walked twice, so that its second turn knows of the first. A
 * finally block is walked once for each way into it, as javac copies it. Any call may throw; what a catch block knows is
 * what is certain behind each call of its try.
 */
abstract class Flow extends TreeScanner<@Nullable Void, @Nullable Void> {
    private final Map<Tree, Facts> behind = new HashMap<>();
    private final Map<Tree, Facts> continued = new HashMap<>();
    private final Deque<Caught> caught = new ArrayDeque<>();
    private TreePath path;

    /** Null where no path leads, as behind a return. */
    private @Nullable Facts now = Facts.NONE;

    /** What is certain in the catch blocks of a try. */
    private static final class Caught {
        private @Nullable Facts facts;
    }

    /** Makes one for the body of a method or lambda. */
    Flow(TreePath body) {
        this.path = body;
    }

    /** A call returns; gives what is certain then. */
    abstract Facts called(TreePath call, Facts before);

    /** A value is about to be returned; gives what is certain then. */
    Facts returned(TreePath exit, ExpressionTree value, Facts before) {
        return before;
    }

    /** A variable has got a new value, or none yet; gives what is certain then. */
    Facts assigned(TreePath variable, @Nullable ExpressionTree value, Facts before) {
        return before;
    }

    /** A call in a condition has returned true; gives what is certain then. */
    Facts wasTrue(TreePath call, Facts before) {
        return before;
    }

    final void run() {
        path.getLeaf().accept(this, null);
    }

    @Override
    public @Nullable Void scan(@Nullable Tree tree, @Nullable Void unused) {
        if (tree != null) {
            TreePath outer = path;
            path = new TreePath(outer, tree);
            tree.accept(this, null);
            path = outer;
        }
        return null;
    }

    private void walk(@Nullable Tree tree) {
        scan(tree, null);
    }

    private void walk(Iterable<? extends Tree> trees) {
        trees.forEach(this::walk);
    }

    // ------------------------------------------------------------------ what happens

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void unused) {
        super.visitMethodInvocation(call, null);
        if (now != null) {
            now = called(path, now);
        }
        mayThrow();
        return null;
    }

    @Override
    public @Nullable Void visitNewClass(NewClassTree made, @Nullable Void unused) {
        super.visitNewClass(made, null);
        mayThrow();
        return null;
    }

    private void mayThrow() {
        caught.forEach(each -> each.facts = Facts.join(each.facts, now));
    }

    @Override
    public @Nullable Void visitVariable(VariableTree variable, @Nullable Void unused) {
        super.visitVariable(variable, null);
        if (now != null) {
            now = assigned(path, variable.getInitializer(), now);
        }
        return null;
    }

    @Override
    public @Nullable Void visitAssignment(AssignmentTree assignment, @Nullable Void unused) {
        super.visitAssignment(assignment, null);
        if (now != null) {
            now = assigned(new TreePath(path, assignment.getVariable()), assignment.getExpression(), now);
        }
        return null;
    }

    /** Runs at another time, if at all. */
    @Override
    public @Nullable Void visitLambdaExpression(LambdaExpressionTree lambda, @Nullable Void unused) {
        return null;
    }

    /** Runs at another time, if at all. */
    @Override
    public @Nullable Void visitClass(ClassTree type, @Nullable Void unused) {
        return null;
    }

    // ------------------------------------------------------------------ branches

    /** What is certain when a condition has had this outcome. */
    private @Nullable Facts outcome(@Nullable ExpressionTree condition, boolean isTrue) {
        if (condition == null) {
            return isTrue ? now : null; // for (;;)
        }
        return new Condition(this, new TreePath(path, condition)).outcome(isTrue, now);
    }

    @Override
    public @Nullable Void visitIf(IfTree choice, @Nullable Void unused) {
        choose(choice.getCondition(), choice.getThenStatement(), choice.getElseStatement());
        return null;
    }

    @Override
    public @Nullable Void visitConditionalExpression(ConditionalExpressionTree choice, @Nullable Void unused) {
        choose(choice.getCondition(), choice.getTrueExpression(), choice.getFalseExpression());
        return null;
    }

    private void choose(ExpressionTree condition, Tree ifTrue, @Nullable Tree ifFalse) {
        walk(condition);
        Facts otherwise = outcome(condition, false);
        now = outcome(condition, true);
        walk(ifTrue);
        Facts behindTrue = now;
        now = otherwise;
        walk(ifFalse);
        now = Facts.join(behindTrue, now);
    }

    @Override
    public @Nullable Void visitBinary(BinaryTree both, @Nullable Void unused) {
        boolean isAnd = both.getKind() == Tree.Kind.CONDITIONAL_AND;
        if (!isAnd && both.getKind() != Tree.Kind.CONDITIONAL_OR) {
            return super.visitBinary(both, null);
        }
        walk(both.getLeftOperand());
        Facts withoutRight = outcome(both.getLeftOperand(), !isAnd);
        now = outcome(both.getLeftOperand(), isAnd);
        walk(both.getRightOperand());
        now = Facts.join(withoutRight, now);
        return null;
    }

    @Override
    public @Nullable Void visitAssert(AssertTree check, @Nullable Void unused) {
        Facts unchecked = now;
        super.visitAssert(check, null);
        now = Facts.join(unchecked, now);
        return null;
    }

    @Override
    public @Nullable Void visitSwitch(SwitchTree choice, @Nullable Void unused) {
        // A case without constants is the default, or has a pattern: then there is a case for every value.
        boolean isExhaustive = choice.getCases().stream()
                .anyMatch(each -> each.getExpressions().isEmpty());
        choose(choice.getExpression(), choice.getCases(), isExhaustive);
        return null;
    }

    @Override
    public @Nullable Void visitSwitchExpression(SwitchExpressionTree choice, @Nullable Void unused) {
        choose(choice.getExpression(), choice.getCases(), true);
        return null;
    }

    private void choose(ExpressionTree selector, List<? extends CaseTree> cases, boolean isExhaustive) {
        walk(selector);
        Facts before = now;
        Facts after = isExhaustive ? null : before;
        now = null;
        for (CaseTree each : cases) {
            now = Facts.join(before, now); // the case above may fall through
            walk(each);
            if (each.getCaseKind() == CaseTree.CaseKind.RULE) {
                after = Facts.join(after, now);
                now = null;
            }
        }
        now = Facts.join(Facts.join(after, now), behind.remove(path.getLeaf()));
    }

    // ------------------------------------------------------------------ loops

    /** Two turns; what is certain behind them. */
    private void loop(@Nullable ExpressionTree condition, Tree body, List<? extends Tree> update) {
        Facts left = null;
        for (int turn = 0; turn < 2; turn++) {
            walk(condition);
            left = Facts.join(left, outcome(condition, false));
            now = outcome(condition, true);
            walk(body);
            now = Facts.join(now, continued.remove(path.getLeaf()));
            walk(update);
        }
        now = Facts.join(left, behind.remove(path.getLeaf()));
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
            left = Facts.join(left, now);
            walk(loop.getVariable());
            walk(loop.getStatement());
            now = Facts.join(now, continued.remove(loop));
        }
        now = Facts.join(left, behind.remove(loop));
        return null;
    }

    @Override
    public @Nullable Void visitDoWhileLoop(DoWhileLoopTree loop, @Nullable Void unused) {
        Facts left = null;
        for (int turn = 0; turn < 2; turn++) {
            walk(loop.getStatement());
            now = Facts.join(now, continued.remove(loop));
            walk(loop.getCondition());
            left = Facts.join(left, outcome(loop.getCondition(), false));
            now = outcome(loop.getCondition(), true);
        }
        now = Facts.join(left, behind.remove(loop));
        return null;
    }

    // ------------------------------------------------------------------ jumps

    @Override
    public @Nullable Void visitReturn(ReturnTree exit, @Nullable Void unused) {
        super.visitReturn(exit, null);
        if (now != null && exit.getExpression() != null) {
            now = returned(path, exit.getExpression(), now);
        }
        leave(null);
        now = null;
        return null;
    }

    @Override
    public @Nullable Void visitThrow(ThrowTree exit, @Nullable Void unused) {
        super.visitThrow(exit, null);
        mayThrow();
        now = null;
        return null;
    }

    @Override
    public @Nullable Void visitBreak(BreakTree exit, @Nullable Void unused) {
        jump(Jumps.target(exit, path), behind);
        return null;
    }

    @Override
    public @Nullable Void visitContinue(ContinueTree exit, @Nullable Void unused) {
        jump(Jumps.target(exit, path), continued);
        return null;
    }

    @Override
    public @Nullable Void visitYield(YieldTree exit, @Nullable Void unused) {
        super.visitYield(exit, null);
        jump(Jumps.target(path), behind);
        return null;
    }

    @Override
    public @Nullable Void visitLabeledStatement(LabeledStatementTree labeled, @Nullable Void unused) {
        super.visitLabeledStatement(labeled, null);
        now = Facts.join(now, behind.remove(labeled));
        return null;
    }

    private void jump(@Nullable Tree target, Map<Tree, Facts> arrivals) {
        leave(target);
        if (now != null && target != null) {
            arrivals.merge(target, now, Facts::join);
        }
        now = null;
    }

    /** Walks the finally blocks on the way to a target, or out of the method. */
    private void leave(@Nullable Tree target) {
        TreePath from = path;
        for (TryTree each : Jumps.triesLeft(from, target)) {
            path = Jumps.pathOf(each, from);
            walk(each.getFinallyBlock());
        }
        path = from;
    }

    @Override
    public @Nullable Void visitTry(TryTree guarded, @Nullable Void unused) {
        Facts before = now;
        Caught here = new Caught();
        caught.push(here);
        walk(guarded.getResources());
        walk(guarded.getBlock());
        caught.pop();
        Facts after = now;
        for (CatchTree each : guarded.getCatches()) {
            now = here.facts == null ? before : here.facts;
            walk(each);
            after = Facts.join(after, now);
        }
        now = after;
        walk(guarded.getFinallyBlock());
        return null;
    }
}

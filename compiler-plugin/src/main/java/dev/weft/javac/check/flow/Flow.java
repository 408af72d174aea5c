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
import dev.weft.javac.check.source.Source;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.UnionType;
import org.jspecify.annotations.Nullable;

/**
 * The whole walk through a method or lambda: this class adds jumps and try statements. A finally block is walked once for each way
 * into it, as javac copies it; but no more than {@link #MOST_WALKS} times for jumps, and as often for the end of the try and for what it
 * throws to a try around it. Behind those that are left out nothing is certain. A rule extends this for what it looks for. Used once, on
 * javac's thread.
 */
public abstract class Flow extends Loops {
    private static final int MOST_WALKS = 16;

    /** The try statements, with the number of walks that have come to their finally blocks in each of three ways. */
    private final Map<TryTree, Integer> byJump = new HashMap<>();

    private final Map<TryTree, Integer> byItsEnd = new HashMap<>();

    private final Map<TryTree, Integer> byThrowing = new HashMap<>();

    /**
     * Makes one.
     *
     * @param body the body of the method or lambda
     * @param source the compilation
     */
    protected Flow(TreePath body, Source source) {
        super(body, source);
    }

    /** One try statement that is being walked. */
    private static final class Guarded {
        private Thrown thrown = new Thrown();
        private @Nullable Facts after;

        /** What comes out of the block and of the catch blocks, and goes through the finally block. */
        private Thrown escaping = new Thrown();

        /** What is certain behind the finally block, whichever of these goes through it. */
        private @Nullable Facts anything;
    }

    @Override
    public @Nullable Void visitReturn(ReturnTree exit, @Nullable Void unused) {
        super.visitReturn(exit, null);
        ExpressionTree value = exit.getExpression();
        if (value != null) {
            then(() -> paths.step(now -> returned(getCurrentPath(), value, now)));
        }
        leave(null, paths::jumpBehind);
        return null;
    }

    @Override
    public @Nullable Void visitThrow(ThrowTree exit, @Nullable Void unused) {
        super.visitThrow(exit, null);
        then(() -> {
            TypeMirror thrown = source.trees().getTypeMirror(new TreePath(getCurrentPath(), exit.getExpression()));
            paths.mayThrow(thrown == null ? null : List.of(thrown));
            paths.end();
        });
        return null;
    }

    @Override
    public @Nullable Void visitBreak(BreakTree exit, @Nullable Void unused) {
        leave(Jumps.target(exit, getCurrentPath()), paths::jumpBehind);
        return null;
    }

    @Override
    public @Nullable Void visitContinue(ContinueTree exit, @Nullable Void unused) {
        leave(Jumps.target(exit, getCurrentPath()), paths::jumpToNextTurn);
        return null;
    }

    @Override
    public @Nullable Void visitYield(YieldTree exit, @Nullable Void unused) {
        super.visitYield(exit, null);
        leave(Jumps.target(getCurrentPath()), paths::jumpBehind);
        return null;
    }

    @Override
    public @Nullable Void visitLabeledStatement(LabeledStatementTree labeled, @Nullable Void unused) {
        super.visitLabeledStatement(labeled, null);
        then(() -> paths.arriveBehind(labeled));
        return null;
    }

    /** Notes the finally blocks on the way to a target, or out of the method if that is null, and the jump. */
    private void leave(@Nullable Tree target, Consumer<@Nullable Tree> jump) {
        for (Jumps.Left each : Jumps.triesLeft(getCurrentPath(), target)) {
            TryTree guarded = (TryTree) each.place().getLeaf();
            if (each.byItsBlock()) {
                then(() -> paths.step(now -> closed(guarded, each.place(), now)));
            }
            scanFinally(guarded, each.place(), byJump);
        }
        then(() -> jump.accept(target));
    }

    @Override
    public @Nullable Void visitTry(TryTree guarded, @Nullable Void unused) {
        Guarded state = new Guarded();
        boolean throwsThrough = guarded.getFinallyBlock() != null && paths.isInTry();
        if (throwsThrough) {
            paths.enterTry();
        }
        scanBlocks(guarded, state);
        then(() -> {
            state.escaping = throwsThrough ? paths.leaveTry() : state.escaping;
            paths.goOn(state.after);
        });
        scanFinally(guarded, getCurrentPath(), byItsEnd);
        if (throwsThrough) {
            throwThrough(guarded, state);
        }
        return null;
    }

    /** Walks all but the finally block. */
    private void scanBlocks(TryTree guarded, Guarded state) {
        Facts before = paths.now();
        paths.enterTry();
        scan(guarded.getResources(), null);
        scan(guarded.getBlock(), null);
        then(() -> {
            TreePath path = getCurrentPath();
            paths.step(now -> closed(guarded, path, now));
            state.thrown = paths.leaveTry().then(thrown -> closed(guarded, path, thrown));
            paths.throwOn(state.thrown);
            state.after = paths.now();
        });
        for (CatchTree each : guarded.getCatches()) {
            then(() -> {
                Facts thrown = state.thrown.when(caught(each), source);
                paths.goOn(thrown == null ? before : thrown);
            });
            scan(each, null);
            then(() -> state.after = Facts.join(state.after, paths.now()));
        }
    }

    /** Walks the finally block for what the try around this gets: it has run before that one's catch blocks. */
    private void throwThrough(TryTree guarded, Guarded state) {
        then(() -> {
            state.after = paths.now();
            paths.goOn(state.escaping.always());
        });
        scanFinally(guarded, getCurrentPath(), byThrowing);
        then(() -> {
            state.anything = paths.now();
            paths.goOn(state.escaping.declared());
        });
        scanFinally(guarded, getCurrentPath(), byThrowing);
        then(() -> {
            paths.throwOn(state.escaping.behind(state.anything, paths.now()));
            paths.goOn(state.after);
        });
    }

    /** The resources are closed before any catch block and the finally block, the last one first (JLS 14.20.3). */
    private Facts closed(TryTree guarded, TreePath path, Facts before) {
        Facts facts = before;
        for (int i = guarded.getResources().size() - 1; i >= 0; i--) {
            facts = closed(new TreePath(path, guarded.getResources().get(i)), facts);
        }
        return facts;
    }

    private void scanFinally(TryTree guarded, TreePath path, Map<TryTree, Integer> ways) {
        if (guarded.getFinallyBlock() == null) {
            return;
        }
        if (ways.merge(guarded, 1, Integer::sum) <= MOST_WALKS) {
            scanAt(new TreePath(path, guarded.getFinallyBlock()));
        } else {
            then(paths::forget);
        }
    }

    private List<? extends TypeMirror> caught(CatchTree handler) {
        TreePath parameter = new TreePath(new TreePath(getCurrentPath(), handler), handler.getParameter());
        TypeMirror type = source.trees().getTypeMirror(parameter);
        return type instanceof UnionType union ? union.getAlternatives() : type == null ? List.of() : List.of(type);
    }
}

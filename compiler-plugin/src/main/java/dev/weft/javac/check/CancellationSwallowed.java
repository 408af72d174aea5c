// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.CatchTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.util.TreePath;
import dev.weft.diagnostic.Diagnostic;
import dev.weft.diagnostic.GeneratorDetails;
import dev.weft.javac.check.source.Enclosing;
import dev.weft.javac.check.source.OnlyValues;
import dev.weft.javac.check.source.Source;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Element;
import org.jspecify.annotations.Nullable;

/**
 * A rule for catch blocks around an await, in a loop, that take the exception by which the task was to end, and let the loop go on, or one
 * around it. Silent where anything in the loop may make it end for that, and where it goes through tasks that the code has cancelled itself.
 */
final class CancellationSwallowed extends Rule {
    private final Saving saving;
    private final LoopExits exits;
    private @Nullable TreePath member;
    private @Nullable Map<Element, TreePath> onlyValues;
    private @Nullable CancelCalls cancels;

    CancellationSwallowed(Source source) {
        super(Diagnostic.CANCELLATION_SWALLOWED, source);
        saving = new Saving(source);
        exits = new LoopExits(source, this::takesCancellation);
    }

    @Override
    Set<Seen> sees() {
        return Set.of(Seen.TRY);
    }

    @Override
    void begin(TreePath next) {
        member = next;
        onlyValues = null;
        cancels = new CancelCalls(source, next);
    }

    @Override
    public @Nullable Void visitTry(TryTree guarded, @Nullable Void unused) {
        TreePath path = getCurrentPath();
        TreePath handler = taker(path);
        if (handler != null && Enclosing.of(path, source).isAsync()) {
            TreePath loop = LoopAround.of(path, this::takesCancellation);
            if (loop != null && !exits.mayLeave(handler)) {
                CancellableAwaits search = search(path, handler);
                if (search.found() && !(search.awaitsOnlyTasks() && endsOthers(loop.getLeaf()))) {
                    report(handler, search.onlyEmits() ? GeneratorDetails.TAKES_THE_CLOSE : "");
                }
            }
        }
        return null;
    }

    /** Looks for what throws to a catch block. A close of a generator, which is thrown at its emits, comes only to one of {@code Throwable}. */
    private CancellableAwaits search(TreePath path, TreePath handler) {
        TryTree guarded = (TryTree) path.getLeaf();
        CancellableAwaits search = new CancellableAwaits(
                source,
                inner -> keepsCancellation(inner, (CatchTree) handler.getLeaf()),
                this::onlyValue,
                saving.catches(handler, Saving.ANYTHING));
        guarded.getResources().forEach(each -> search.walk(new TreePath(path, each)));
        search.walk(new TreePath(path, guarded.getBlock()));
        return search;
    }

    /** Whether a loop may wait for one task after the other of those that the code has cancelled: it has an end of its own. */
    private boolean endsOthers(Tree loop) {
        boolean hasEnd = loop instanceof EnhancedForLoopTree
                || (loop instanceof ForLoopTree counting && counting.getCondition() != null);
        return hasEnd && cancels != null && cancels.found();
    }

    /** Whether a try statement takes cancellations, and throws none on to a catch block around it. */
    private boolean keepsCancellation(TreePath guarded, CatchTree around) {
        TreePath handler = taker(guarded);
        return handler != null && !exits.mayThrowOn(handler, around);
    }

    /** The catch block of a try statement that gets a cancellation; null if none does. */
    private @Nullable TreePath taker(TreePath guarded) {
        return ((TryTree) guarded.getLeaf())
                .getCatches().stream()
                        .map(each -> new TreePath(guarded, each))
                        .filter(this::takesCancellation)
                        .findFirst()
                        .orElse(null);
    }

    private boolean takesCancellation(TreePath handler) {
        return saving.catches(handler, Saving.CANCELLATION);
    }

    /** The value of a variable that never gets another; else the expression itself. */
    private TreePath onlyValue(TreePath expression) {
        if (!(expression.getLeaf() instanceof IdentifierTree) || member == null) {
            return expression;
        }
        if (onlyValues == null) {
            onlyValues = OnlyValues.in(member, source);
        }
        return onlyValues.getOrDefault(source.trees().getElement(expression), expression);
    }
}

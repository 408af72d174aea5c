// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.util.TreePath;
import dev.weft.javac.check.source.OwnCode;
import dev.weft.javac.check.source.Source;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A search for awaits whose {@code CancellationException} leaves the code that is searched, and for emits. */
final class CancellableAwaits extends OwnCode {
    private static final String SCHEDULED_TASK = "dev.weft.ScheduledTask";

    private final Source source;
    private final Predicate<TreePath> keepsCancellation;
    private final UnaryOperator<TreePath> onlyValue;
    private final boolean withEmits;
    private boolean found;
    private boolean foundAnother;
    private boolean foundAwait;

    /**
     * Makes one.
     *
     * @param source the compilation
     * @param keepsCancellation whether a try statement takes cancellations, and throws none on
     * @param onlyValue the only value of what may be a variable, or what is no such variable itself
     * @param withEmits whether emits are searched too, at which a generator is closed
     */
    CancellableAwaits(
            Source source,
            Predicate<TreePath> keepsCancellation,
            UnaryOperator<TreePath> onlyValue,
            boolean withEmits) {
        super(source);
        this.source = source;
        this.keepsCancellation = keepsCancellation;
        this.onlyValue = onlyValue;
        this.withEmits = withEmits;
    }

    boolean found() {
        return found;
    }

    /** Whether nothing was found but emits. */
    boolean onlyEmits() {
        return found && !foundAwait;
    }

    /** Whether all that was found awaits a {@code ScheduledTask}: the exception may be that of the other task. */
    boolean awaitsOnlyTasks() {
        return !foundAnother;
    }

    /** What a try statement takes by itself is its own matter. */
    @Override
    public @Nullable Void visitTry(TryTree guarded, @Nullable Void unused) {
        if (!keepsCancellation.test(getCurrentPath())) {
            return super.visitTry(guarded, null);
        }
        guarded.getCatches().forEach(each -> scan(each, null));
        BlockTree last = guarded.getFinallyBlock();
        return scan((Tree) last, null);
    }

    /** A task that is made for the return is awaited there. */
    @Override
    public @Nullable Void visitReturn(ReturnTree exit, @Nullable Void unused) {
        if (exit.getExpression() != null
                && source.makesColdTask(onlyValue.apply(new TreePath(getCurrentPath(), exit.getExpression())))) {
            found = true;
            foundAwait = true;
            foundAnother = true;
        }
        return super.visitReturn(exit, null);
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void unused) {
        if (source.isAwait(getCurrentPath()) && call.getArguments().size() == 1) {
            TreePath awaited =
                    new TreePath(getCurrentPath(), call.getArguments().get(0));
            found = true;
            foundAwait = true;
            foundAnother |= !source.isBelow(source.trees().getTypeMirror(awaited), SCHEDULED_TASK);
        } else if (withEmits && source.isEmit(getCurrentPath())) {
            found = true;
            foundAnother = true;
        }
        return super.visitMethodInvocation(call, null);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.util.TreePath;
import dev.weft.javac.check.Cancelled.Operation;
import dev.weft.javac.check.source.OwnCode;
import dev.weft.javac.check.source.Source;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A search for the operations that a block awaits itself, or returns, which awaits them too, and that it has not closed when it has
 * unwound.
 */
final class BlockOperations extends OwnCode {
    private final Source source;
    private final Cancelled cancelled;
    private final GoingOn goingOn;
    private final TreePath block;
    private final List<Operation> found = new ArrayList<>();

    private BlockOperations(Source source, Cancelled cancelled, GoingOn goingOn, TreePath block) {
        super(source);
        this.source = source;
        this.cancelled = cancelled;
        this.goingOn = goingOn;
        this.block = block;
    }

    /** Finds them in a lambda or a method reference; none in other expressions. */
    static List<Operation> in(TreePath block, Source source, Cancelled cancelled, GoingOn goingOn) {
        if (block.getLeaf() instanceof MemberReferenceTree) {
            return cancelled.ofReference(block);
        }
        BlockOperations search = new BlockOperations(source, cancelled, goingOn, block);
        if (block.getLeaf() instanceof LambdaExpressionTree lambda) {
            TreePath body = new TreePath(block, lambda.getBody());
            if (lambda.getBody() instanceof ExpressionTree) {
                search.add(body);
            }
            search.walk(body);
        }
        return search.found;
    }

    private void add(TreePath awaited) {
        for (Operation each : cancelled.with(awaited, true)) {
            if (!goingOn.isClosedBetween(each.call(), block, each)) {
                found.add(each);
            }
        }
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void unused) {
        if (source.isAwait(getCurrentPath())) {
            add(new TreePath(getCurrentPath(), call.getArguments().get(0)));
        }
        return super.visitMethodInvocation(call, null);
    }

    @Override
    public @Nullable Void visitReturn(ReturnTree jump, @Nullable Void unused) {
        if (jump.getExpression() != null) {
            add(new TreePath(getCurrentPath(), jump.getExpression()));
        }
        return super.visitReturn(jump, null);
    }
}

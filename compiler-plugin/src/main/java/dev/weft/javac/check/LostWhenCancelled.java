// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.util.TreePath;
import dev.weft.diagnostic.Diagnostic;
import dev.weft.javac.check.Cancelled.Operation;
import dev.weft.javac.check.source.Source;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.ExecutableElement;
import org.jspecify.annotations.Nullable;

/**
 * A rule for operations that are not cancel-safe, given to a call that may cancel them, where the code then goes on with what they work on. A
 * timeout is an exception: whoever lets it out does not go on. A select says nothing of what it has cancelled.
 */
final class LostWhenCancelled extends Rule {
    private static final String SELECT = "dev.weft.sync.Select";
    private static final Set<String> SELECTS = Set.of("select", "selectUnbiased");

    private final Cancelled cancelled;
    private final GoingOn goingOn;

    LostWhenCancelled(Source source) {
        super(Diagnostic.LOST_WHEN_CANCELLED, source);
        cancelled = new Cancelled(source);
        goingOn = new GoingOn(source);
    }

    @Override
    void begin(TreePath member) {
        cancelled.begin(member);
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void unused) {
        if (isCall(getCurrentPath(), Source.WEFT, Set.of("waitFor"))) {
            for (Operation each : operations(call, true)) {
                if (goingOn.afterTimeoutOf(getCurrentPath(), each)) {
                    report(each, "waitFor cancels it when the time is over");
                }
            }
        } else if (isCall(getCurrentPath(), SELECT, Set.of("on"))) {
            for (Operation each : operations(call, false)) {
                TreePath select = selectAround(getCurrentPath());
                if (isOfSeveral(select) && !goingOn.isClosedAround(getCurrentPath(), each)) {
                    report(each, "select cancels it when another clause comes first");
                }
            }
        }
        return super.visitMethodInvocation(call, null);
    }

    private List<Operation> operations(MethodInvocationTree call, boolean withSpawned) {
        ExpressionTree given = call.getArguments().get(0);
        return cancelled.with(new TreePath(getCurrentPath(), given), withSpawned);
    }

    private boolean isCall(TreePath path, String owner, Set<String> names) {
        return source.trees().getElement(path) instanceof ExecutableElement method
                && names.contains(method.getSimpleName().toString())
                && Source.ownerOf(method).equals(owner);
    }

    /** The select that a clause is written in, or null. */
    private @Nullable TreePath selectAround(TreePath clause) {
        for (TreePath each = clause.getParentPath();
                each.getLeaf() instanceof ExpressionTree;
                each = each.getParentPath()) {
            if (isCall(each, SELECT, SELECTS)) {
                return each;
            }
        }
        return null;
    }

    private static boolean isOfSeveral(@Nullable TreePath select) {
        if (select == null) {
            return true; // the clause goes into a list, or to a method
        }
        List<? extends ExpressionTree> clauses = ((MethodInvocationTree) select.getLeaf()).getArguments();
        return clauses.size() > 1
                || !(clauses.get(0) instanceof MethodInvocationTree only)
                || only.getArguments().size() != 2;
    }

    /** At the operation; at what was given in its place, if that is a variable. */
    private void report(Operation operation, String how) {
        TreePath given = new TreePath(
                getCurrentPath(),
                ((MethodInvocationTree) getCurrentPath().getLeaf())
                        .getArguments()
                        .get(0));
        TreePath here = isInside(operation.call(), getCurrentPath()) ? operation.call() : given;
        report(here, operation.name() + ": " + how + "; lost is " + operation.loss());
    }

    private static boolean isInside(TreePath inner, TreePath outer) {
        for (TreePath each = inner; each != null; each = each.getParentPath()) {
            if (each.getLeaf() == outer.getLeaf()) {
                return true;
            }
        }
        return false;
    }
}

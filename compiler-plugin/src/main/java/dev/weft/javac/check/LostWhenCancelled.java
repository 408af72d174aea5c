// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
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
 * A rule for operations that are not cancel-safe, given to a call that may cancel them, or awaited in a block that it may cancel, where
 * the code then goes on with what they work on. A timeout is an exception: whoever lets it out does not go on. A select, a race and a
 * block that is left when its time is over say nothing of what they have cancelled.
 */
final class LostWhenCancelled extends Rule {
    private static final String SELECT = "dev.weft.sync.Select";
    private static final String SCOPE = "dev.weft.TimeoutScope";
    private static final Set<String> SELECTS = Set.of("select", "selectUnbiased");

    private final Cancelled cancelled;
    private final GoingOn goingOn;
    private final Retries retries;

    LostWhenCancelled(Source source) {
        super(Diagnostic.LOST_WHEN_CANCELLED, source);
        cancelled = new Cancelled(source);
        goingOn = new GoingOn(source);
        retries = new Retries(source, cancelled);
    }

    @Override
    Set<Seen> sees() {
        return Set.of(Seen.CALL);
    }

    @Override
    void begin(TreePath member) {
        cancelled.begin(member);
        goingOn.begin(member);
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void unused) {
        if (source.trees().getElement(getCurrentPath()) instanceof ExecutableElement method) {
            String name = method.getSimpleName().toString();
            switch (Source.ownerOf(method)) {
                case Source.WEFT, SCOPE -> cancels(name, call.getArguments());
                case Retries.LIMITED -> {
                    if (name.equals("run")) {
                        retries(inBlock(call.getArguments().get(0)));
                    }
                }
                case SELECT -> {
                    if (name.equals("on") && isOfSeveral(selectAround(getCurrentPath()))) {
                        loses(
                                given(call.getArguments().get(0), false),
                                "select cancels it when another clause comes first");
                    }
                }
                default -> {}
            }
        }
        return null;
    }

    private void cancels(String name, List<? extends ExpressionTree> arguments) {
        switch (name) {
            case "waitFor" -> timesOut(given(arguments.get(0), true), name);
            case "timeout", "run" -> timesOut(inBlock(arguments.get(arguments.size() - 1)), name);
            case "moveOnAfter", "moveOn" ->
                loses(inBlock(arguments.get(arguments.size() - 1)), name + " cancels it when the time is over");
            case "race", "any" ->
                arguments.forEach(each -> loses(given(each, true), name + " cancels it when another comes first"));
            default -> {}
        }
    }

    /** An attempt that is cancelled is followed by the next, with what it worked on; unless only the time of all is limited. */
    private void retries(List<Operation> operations) {
        if (!retries.limitsEach(getCurrentPath())) {
            timesOut(operations, "within");
            return;
        }
        for (Operation each : operations) {
            boolean isBlock = each.call().getLeaf() instanceof MemberReferenceTree;
            if (isBlock || !goingOn.isClosedAround(each.call(), each)) {
                report(each, "eachWithin cancels it when the time of an attempt is over, and the next one goes on");
            }
        }
    }

    private void timesOut(List<Operation> operations, String name) {
        for (Operation each : operations) {
            if (goingOn.afterTimeoutOf(getCurrentPath(), each)) {
                report(each, name + " cancels it when the time is over");
            }
        }
    }

    private void loses(List<Operation> operations, String how) {
        for (Operation each : operations) {
            if (goingOn.afterLossIn(getCurrentPath(), each)) {
                report(each, how);
            }
        }
    }

    private List<Operation> given(ExpressionTree argument, boolean withSpawned) {
        return cancelled.with(new TreePath(getCurrentPath(), argument), withSpawned);
    }

    private List<Operation> inBlock(ExpressionTree block) {
        return BlockOperations.in(new TreePath(getCurrentPath(), block), source, cancelled, goingOn);
    }

    /** The select that a clause is written in, or null. */
    private @Nullable TreePath selectAround(TreePath clause) {
        for (TreePath each = clause.getParentPath();
                each.getLeaf() instanceof ExpressionTree;
                each = each.getParentPath()) {
            if (source.trees().getElement(each) instanceof ExecutableElement method
                    && SELECTS.contains(method.getSimpleName().toString())
                    && Source.ownerOf(method).equals(SELECT)) {
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
        String remedy = BufferedWaits.isNext(operation.method())
                ? "; the wait for an element of buffer(1) loses nothing, if that comes last, behind any map, filter or take, and this"
                        + " goes on with a variable that is declared with it"
                : "";
        report(here, operation.name() + ": " + how + "; lost is " + operation.loss() + remedy);
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

// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.ArrayAccessTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.util.TreePath;
import dev.weft.javac.check.flow.Facts;
import dev.weft.javac.check.flow.Flow;
import dev.weft.javac.check.source.Receiver;
import dev.weft.javac.check.source.Source;
import dev.weft.javac.check.source.Values;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/** A walk that knows at each point which futures, threads and processes are done: to wait for these does not block. */
abstract class DoneFlow extends Flow {
    private static final String FUTURE = "java.util.concurrent.Future";
    private static final String COMPLETABLE_FUTURE = "java.util.concurrent.CompletableFuture";
    private static final Set<String> MAKE_DONE =
            Set.of("completedFuture", "failedFuture", "completedStage", "failedStage");
    private static final Set<String> FILL = Set.of("add", "addAll", "put", "putAll", "set");

    private final DoneFacts done;

    DoneFlow(TreePath body, Source source) {
        super(body, source);
        done = new DoneFacts(source);
    }

    /** Whether a call is of an object that is done. */
    final boolean isDoneReceiver(TreePath call, Facts facts) {
        TreePath object = object(call);
        return object != null && isDone(object, facts);
    }

    private boolean isDone(TreePath expression, Facts facts) {
        List<TreePath> values = Values.of(expression, source);
        return !values.isEmpty() && values.stream().allMatch(value -> isDoneValue(value, facts));
    }

    private boolean isDoneValue(TreePath value, Facts facts) {
        if (value.getLeaf() instanceof ArrayAccessTree place) {
            return done.isFull(new TreePath(value, place.getExpression()), facts);
        }
        ExecutableElement method = method(value);
        if (method == null) {
            return done.is(value, facts);
        }
        TreePath object = object(value);
        String name = method.getSimpleName().toString();
        return switch (name) {
            case "get" -> object != null && done.isFull(object, facts);
            case "toCompletableFuture" -> object != null && done.is(object, facts);
            default -> MAKE_DONE.contains(name) && Source.ownerOf(method).equals(COMPLETABLE_FUTURE);
        };
    }

    @Override
    protected Facts called(TreePath call, Facts before) {
        ExecutableElement method = method(call);
        if (method == null) {
            return before;
        }
        if (source.isAwait(call)) {
            TreePath awaited = new TreePath(
                    call, ((MethodInvocationTree) call.getLeaf()).getArguments().get(0));
            return done.with(awaited, done.withoutShared(before));
        }
        TreePath object = object(call);
        String name = method.getSimpleName().toString();
        if (object == null) {
            return before;
        }
        if (ends(name, method)) {
            return done.with(object, before);
        }
        return FILL.contains(name) ? done.withoutFull(object, before) : before;
    }

    /** Whether an object is done when this method has returned. */
    private boolean ends(String name, ExecutableElement method) {
        return switch (name) {
            case "complete", "completeExceptionally", "cancel", "join", "get" -> isOf(method, FUTURE);
            case "waitFor" -> isOf(method, "java.lang.Process");
            case "block" -> true;
            default -> false;
        };
    }

    @Override
    protected Facts decided(TreePath condition, boolean isTrue, Facts before) {
        ExecutableElement method = method(condition);
        TreePath object = method == null ? null : object(condition);
        return method != null && object != null && saysDone(method, isTrue) ? done.with(object, before) : before;
    }

    private boolean saysDone(ExecutableElement method, boolean isTrue) {
        return switch (method.getSimpleName().toString()) {
            case "isDone", "isCancelled", "isCompletedExceptionally" -> isTrue && isOf(method, FUTURE);
            case "isAlive" -> !isTrue && (isOf(method, "java.lang.Process") || isOf(method, "java.lang.Thread"));
            default -> false;
        };
    }

    @Override
    protected Facts assigned(TreePath variable, @Nullable ExpressionTree value, Facts before) {
        Element element = source.trees().getElement(variable);
        if (element == null) {
            return before;
        }
        Facts facts = done.without(element, before);
        Optional<Receiver> object = DoneFacts.named(variable, element, source);
        if (value == null || object.isEmpty()) {
            return facts;
        }
        TreePath path = new TreePath(variable, value);
        return isDone(path, before) ? done.with(object.get(), path, facts) : done.madeBy(object.get(), path, facts);
    }

    @Override
    protected Facts drawn(TreePath loop, Facts before) {
        EnhancedForLoopTree each = (EnhancedForLoopTree) loop.getLeaf();
        TreePath variable = new TreePath(loop, each.getVariable());
        Element element = source.trees().getElement(variable);
        return element != null && done.isFull(new TreePath(loop, each.getExpression()), before)
                ? done.with(new Receiver(List.of(element)), variable, before)
                : before;
    }

    private @Nullable ExecutableElement method(TreePath path) {
        return path.getLeaf() instanceof MethodInvocationTree
                        && source.trees().getElement(path) instanceof ExecutableElement method
                ? method
                : null;
    }

    private boolean isOf(ExecutableElement method, String className) {
        return method.getEnclosingElement() instanceof TypeElement owner && source.isBelow(owner.asType(), className);
    }

    private static @Nullable TreePath object(TreePath call) {
        return ((MethodInvocationTree) call.getLeaf()).getMethodSelect() instanceof MemberSelectTree select
                ? new TreePath(new TreePath(call, select), select.getExpression())
                : null;
    }
}

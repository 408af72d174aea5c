// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.util.TreePath;
import dev.weft.diagnostic.Diagnostic;
import dev.weft.javac.check.flow.Fact;
import dev.weft.javac.check.flow.Facts;
import dev.weft.javac.check.flow.Flow;
import dev.weft.javac.check.source.SingleUse;
import dev.weft.javac.check.source.Source;
import dev.weft.javac.check.source.Values;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import org.jspecify.annotations.Nullable;

/** A rule for what can be awaited once, in a local or parameter, and is awaited, or given to somebody who awaits it, twice on one path. */
final class TaskAwaitedTwice extends FlowRule {
    private static final Set<String> TAKERS = Set.of(Source.WEFT, "dev.weft.EventLoop", "dev.weft.TaskGroup");
    private static final Set<String> TAKE_ARGUMENTS =
            Set.of("await", "spawn", "run", "gather", "allSettled", "any", "race", "asCompleted", "waitFor", "shield");
    private static final Set<String> TAKE_RECEIVER = Set.of("block", "onComplete", "toCompletableFuture");
    private static final Set<String> LISTS = Set.of("java.util.List", "java.util.Arrays");
    private static final Set<String> MAKE_LIST = Set.of("of", "asList");

    private final SingleUse singleUse;

    TaskAwaitedTwice(Source source) {
        super(Diagnostic.TASK_AWAITED_TWICE, source);
        singleUse = new SingleUse(source);
    }

    @Override
    Set<Seen> sees() {
        return Set.of(Seen.NAME);
    }

    @Override
    public @Nullable Void visitIdentifier(IdentifierTree name, @Nullable Void unused) {
        if (variable(getCurrentPath()) != null) {
            follow();
        }
        return null;
    }

    /** The local or parameter that an expression is, or that a declaration declares, if it can have something to await. */
    private @Nullable Element variable(TreePath path) {
        Element element = source.trees().getElement(path);
        boolean isLocal = element != null
                && (element.getKind() == ElementKind.LOCAL_VARIABLE || element.getKind() == ElementKind.PARAMETER);
        return isLocal && source.isLazy(element.asType()) ? element : null;
    }

    @Override
    Flow flow(TreePath body) {
        return new Uses(body);
    }

    /** A variable holds a task that is complete from the start, and may be awaited any number of times. */
    private static final class Completed extends Fact {
        Completed(Element variable) {
            super(variable);
        }
    }

    /** A variable holds what can be awaited once, though its type does not say so. */
    private static final class Once extends Fact {
        Once(Element variable) {
            super(variable);
        }
    }

    /** The facts: each variable whose task is used up, with the place of that; what is special about it; and which are the same. */
    private final class Uses extends Flow {
        private final Aliases aliases = new Aliases();

        Uses(TreePath body) {
            super(body, TaskAwaitedTwice.this.source);
        }

        @Override
        protected Facts called(TreePath path, Facts before) {
            if (!(source.trees().getElement(path) instanceof ExecutableElement method)) {
                return before;
            }
            MethodInvocationTree call = (MethodInvocationTree) path.getLeaf();
            String name = method.getSimpleName().toString();
            String owner = Source.ownerOf(method);
            Facts facts = before;
            if (TAKE_ARGUMENTS.contains(name) && TAKERS.contains(owner)) {
                for (ExpressionTree argument : call.getArguments()) {
                    facts = taken(new TreePath(path, argument), path, facts);
                }
            } else if (TAKE_RECEIVER.contains(name) && call.getMethodSelect() instanceof MemberSelectTree select) {
                TreePath receiver = new TreePath(path, select);
                facts = used(new TreePath(receiver, select.getExpression()), path, facts);
            }
            return facts;
        }

        /** An argument, or each of those that it lists. */
        private Facts taken(TreePath argument, TreePath by, Facts before) {
            boolean isList = argument.getLeaf() instanceof MethodInvocationTree
                    && source.trees().getElement(argument) instanceof ExecutableElement method
                    && MAKE_LIST.contains(method.getSimpleName().toString())
                    && LISTS.contains(Source.ownerOf(method));
            if (!isList) {
                return used(argument, by, before);
            }
            Facts facts = before;
            for (ExpressionTree each : ((MethodInvocationTree) argument.getLeaf()).getArguments()) {
                facts = used(new TreePath(argument, each), by, facts);
            }
            return facts;
        }

        @Override
        protected Facts returned(TreePath exit, ExpressionTree value, Facts before) {
            return used(new TreePath(exit, value), exit, before);
        }

        @Override
        protected Facts assigned(TreePath path, @Nullable ExpressionTree value, Facts before) {
            Element variable = variable(path);
            if (variable == null) {
                return before;
            }
            Facts facts = aliases.forget(variable, before)
                    .without(variable)
                    .without(new Completed(variable))
                    .without(new Once(variable));
            return value == null ? facts : has(variable, Values.of(new TreePath(path, value), source), path, facts);
        }

        private Facts has(Element variable, List<TreePath> values, TreePath path, Facts before) {
            Element other = values.size() == 1 ? variable(values.get(0)) : null;
            Facts facts = before;
            if (values.stream().allMatch(each -> isCompleted(each, before))) {
                facts = facts.with(new Completed(variable), path);
            }
            if (values.stream().allMatch(each -> isOnce(each, before))) {
                facts = facts.with(new Once(variable), path);
            }
            if (other == null || other.equals(variable)) {
                return facts;
            }
            TreePath first = before.get(other);
            return aliases.add(variable, other, path, first == null ? facts : facts.with(variable, first));
        }

        private Facts used(TreePath expression, TreePath by, Facts before) {
            List<TreePath> values = Values.of(expression, source);
            Element variable = values.size() == 1 ? variable(values.get(0)) : null;
            if (variable == null || !isOnce(values.get(0), before)) {
                return before;
            }
            TreePath first = before.get(variable);
            if (first != null) {
                report(by, why(first, expression, variable));
            }
            Facts facts = before.with(variable, expression);
            for (Element same : aliases.of(variable, before)) {
                facts = facts.with(same, expression);
            }
            return facts;
        }

        private boolean isOnce(TreePath value, Facts facts) {
            Element variable = variable(value);
            return variable == null
                    ? singleUse.isMadeBy(value)
                    : facts.get(new Completed(variable)) == null
                            && (singleUse.isType(variable.asType()) || facts.get(new Once(variable)) != null);
        }

        private boolean isCompleted(TreePath value, Facts facts) {
            Element variable = variable(value);
            return variable == null ? singleUse.isCompleted(value) : facts.get(new Completed(variable)) != null;
        }
    }

    private String why(TreePath first, TreePath again, Element variable) {
        return first.getLeaf() == again.getLeaf()
                ? "each turn of the loop uses the same " + variable
                : variable + " was used on line " + source.firstLine(first) + " already";
    }
}

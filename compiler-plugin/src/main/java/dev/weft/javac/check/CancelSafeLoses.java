// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import dev.weft.diagnostic.Diagnostic;
import dev.weft.javac.check.Cancelled.Operation;
import dev.weft.javac.check.flow.Fact;
import dev.weft.javac.check.flow.Facts;
import dev.weft.javac.check.flow.Flow;
import dev.weft.javac.check.source.CancelSafety;
import dev.weft.javac.check.source.Enclosing;
import dev.weft.javac.check.source.Source;
import dev.weft.javac.check.source.Values;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/**
 * A rule for methods that are marked as cancel-safe: whatever they await must be so too, and what an await has given them, and they still
 * have to hand on, is lost by a cancellation at the next one. Silent where a catch block or a finally block may save it.
 */
final class CancelSafeLoses extends FlowRule {
    private final CancelSafety safety;
    private final Cancelled cancelled;
    private final Keeping keeping;
    private final MadeOf madeOf;
    private final Uses uses;

    CancelSafeLoses(Source source) {
        super(Diagnostic.CANCEL_SAFE_LOSES, source);
        this.safety = new CancelSafety(source);
        this.cancelled = new Cancelled(source);
        this.keeping = new Keeping(source, cancelled::onlyValue);
        this.madeOf = new MadeOf(source, keeping);
        this.uses = new Uses(source);
    }

    @Override
    Set<Seen> sees() {
        return Set.of(Seen.AWAIT, Seen.RETURN);
    }

    @Override
    void begin(TreePath member) {
        super.begin(member);
        cancelled.begin(member);
        uses.begin(member);
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void unused) {
        if (isIn(getCurrentPath(), true)) {
            follow();
            awaits(
                    getCurrentPath(),
                    new TreePath(getCurrentPath(), call.getArguments().get(0)));
        }
        return null;
    }

    /** What a method returns is what is awaited, whether the method makes it or the weaver awaits it there. */
    @Override
    public @Nullable Void visitReturn(ReturnTree exit, @Nullable Void unused) {
        ExpressionTree value = exit.getExpression();
        if (value != null && isIn(getCurrentPath(), false)) {
            follow();
            TreePath path = new TreePath(getCurrentPath(), value);
            awaits(path, path);
        }
        return null;
    }

    private boolean isIn(TreePath place, boolean onlyAsync) {
        Enclosing around = Enclosing.of(place, source);
        return around.kind() == Enclosing.Kind.METHOD
                && (around.isAsync() || !onlyAsync)
                && source.trees().getElement(around.path()) instanceof ExecutableElement method
                && safety.isDeclared(method);
    }

    /** Looks at what is awaited itself. */
    private void awaits(TreePath await, TreePath awaited) {
        for (Operation each : cancelled.with(awaited, true)) {
            report(await, each.loss() + ", of " + each.name());
            return;
        }
        for (ExecutableElement each : cancelled.thatDoNotSay(awaited)) {
            report(await, "perhaps: " + each.getSimpleName() + " does not say whether it is cancel-safe");
            return;
        }
    }

    @Override
    Flow flow(TreePath body) {
        return new Handed(body);
    }

    /** No await has come since the variable got its value. */
    private static final class Fresh extends Fact {
        Fresh(Element variable) {
            super(variable);
        }
    }

    /** The variable has something that was made of what an await gave. */
    private static final class Made extends Fact {
        Made(Element variable) {
            super(variable);
        }
    }

    /**
     * The facts: each local variable that has what an await gave, with that await, until the value is kept elsewhere; and those that are
     * fresh.
     */
    private final class Handed extends Flow {
        /** The awaits behind which nothing has come back to a variable so far. */
        private final Map<Element, Map<Tree, TreePath>> crossed = new HashMap<>();

        private final Leaving leaving = new Leaving(source);

        /** What the expressions that variables get are made of. */
        private final Map<Tree, List<TreePath>> parts = new HashMap<>();

        /** The first await whose value is part of an expression, directly or through a variable. */
        private final Map<Tree, TreePath> first = new HashMap<>();

        Handed(TreePath body) {
            super(body, CancelSafeLoses.this.source);
        }

        @Override
        protected Facts called(TreePath call, Facts before) {
            if (source.isAwait(call)) {
                awaited(call, before);
                if (gives(call)) {
                    first.putIfAbsent(Whole.of(call), call);
                }
                return withoutFresh(call, before);
            }
            return before.isEmpty() ? before : without(keeping.keptBy(call), before);
        }

        private Facts withoutFresh(TreePath await, Facts before) {
            Facts[] facts = {before};
            if (!mayBeSaved(await)) {
                before.forEach((fact, from) -> facts[0] = fact instanceof Fresh ? facts[0].without(fact) : facts[0]);
            }
            return facts[0];
        }

        private static Facts without(Set<Element> variables, Facts before) {
            Facts facts = before;
            for (Element each : variables) {
                TreePath from = facts.get(each);
                facts = facts.without(each);
                if (from != null && facts.get(new Made(each)) == null) {
                    facts = withoutWhatIsMadeOf(from, facts);
                }
            }
            return facts;
        }

        /** Where a value is safe, so is what was made of it. */
        private static Facts withoutWhatIsMadeOf(TreePath await, Facts before) {
            Facts[] facts = {before};
            before.forEach((fact, from) -> {
                if (fact instanceof Element && from.getLeaf() == await.getLeaf()) {
                    facts[0] = facts[0].without(fact);
                }
            });
            return facts[0];
        }

        @Override
        protected Facts returned(TreePath exit, ExpressionTree value, Facts before) {
            if (source.makesColdTask(new TreePath(exit, value))) {
                awaited(exit, before);
            }
            return before;
        }

        private void awaited(TreePath await, Facts before) {
            if (mayBeSaved(await)) {
                return;
            }
            before.forEach((fact, from) -> {
                if (fact instanceof Element variable && uses.areNamedIn(await, List.of(variable))) {
                    reportLoss(await, from);
                } else if (fact instanceof Element variable) {
                    crossed.computeIfAbsent(variable, v -> new LinkedHashMap<>())
                            .put(await.getLeaf(), await);
                }
            });
            TreePath other = first.get(Whole.of(await));
            if (other != null && other.getLeaf() != await.getLeaf()) {
                reportLoss(await, other);
            }
        }

        private void reportLoss(TreePath await, TreePath from) {
            report(await, "what the await of line " + source.firstLine(from) + " gave");
        }

        @Override
        protected Facts assigned(TreePath variable, @Nullable ExpressionTree value, Facts before) {
            Element element = source.trees().getElement(variable);
            if (element == null || element.getKind() != ElementKind.LOCAL_VARIABLE) {
                return value == null || before.isEmpty()
                        ? before
                        : without(keeping.in(new TreePath(variable, value)), before);
            }
            crossed.remove(element);
            List<TreePath> values = value == null ? List.of() : Values.of(new TreePath(variable, value), source);
            for (TreePath each : values) {
                if (each.getLeaf() instanceof MethodInvocationTree && source.isAwait(each) && gives(each)) {
                    return has(element, each, before).without(new Made(element));
                }
            }
            TreePath from = value == null ? null : madeOf(element, new TreePath(variable, value), before);
            return from == null
                    ? before.without(element)
                    : has(element, from, before).with(new Made(element), from);
        }

        private static Facts has(Element variable, TreePath await, Facts before) {
            return before.with(variable, await).with(new Fresh(variable), await);
        }

        /** The await of whose value a variable gets something that was made of it. */
        private @Nullable TreePath madeOf(Element variable, TreePath value, Facts before) {
            if (madeOf.isNothing(variable.asType())) {
                return null;
            }
            return parts.computeIfAbsent(value.getLeaf(), tree -> madeOf.partsOf(value)).stream()
                    .map(part -> origin(part, before))
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(null);
        }

        /** The await that gave a value, which is that itself or has a name. */
        private @Nullable TreePath origin(TreePath value, Facts before) {
            if (value.getLeaf() instanceof MethodInvocationTree) {
                return gives(value) ? value : null;
            }
            Element named = before.isEmpty() ? null : source.trees().getElement(value);
            return named == null ? null : before.get(named);
        }

        private boolean gives(TreePath await) {
            TypeMirror type = source.trees().getTypeMirror(await);
            return !source.isBelow(type, "java.lang.Void");
        }

        @Override
        protected Facts named(TreePath name, Facts before) {
            Element element = before.isEmpty() ? null : source.trees().getElement(name);
            TreePath from = element == null || isTarget(name) ? null : before.get(element);
            if (element != null && from != null) {
                first.putIfAbsent(Whole.of(name), from);
                Map<Tree, TreePath> awaits = crossed.getOrDefault(element, Map.of());
                if (before.get(new Fresh(element)) == null) {
                    awaits.values().removeIf(await -> {
                        boolean isLost = leaving.leadsTo(name, await);
                        if (isLost) {
                            reportLoss(await, from);
                        }
                        return isLost; // it is reported once
                    });
                }
            }
            return before;
        }

        private static boolean isTarget(TreePath name) {
            return name.getParentPath().getLeaf() instanceof AssignmentTree assignment
                    && assignment.getVariable() == name.getLeaf();
        }
    }

    /** Whether a try statement around an await, in its method, runs code when the await is cancelled. */
    private boolean mayBeSaved(TreePath await) {
        TreePath inner = await;
        for (TreePath each = await.getParentPath();
                !(each.getLeaf() instanceof MethodTree);
                each = each.getParentPath()) {
            if (new Saving(source).runs(each, inner)) {
                return true;
            }
            inner = each;
        }
        return false;
    }
}

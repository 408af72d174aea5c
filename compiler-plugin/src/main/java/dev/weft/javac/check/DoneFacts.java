// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.util.TreePath;
import dev.weft.javac.check.flow.Fact;
import dev.weft.javac.check.flow.Facts;
import dev.weft.javac.check.source.Receiver;
import dev.weft.javac.check.source.Source;
import dev.weft.javac.check.source.Values;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;

/** The facts on what is done, and how they follow from one another: when a stage is done, so is what it was made of. */
final class DoneFacts {
    private static final String STAGE = "java.util.concurrent.CompletionStage";
    private static final Set<String> OF_BOTH = Set.of(
            "thenCombine",
            "thenCombineAsync",
            "thenAcceptBoth",
            "thenAcceptBothAsync",
            "runAfterBoth",
            "runAfterBothAsync");

    /** Stages that wait for the one that they are called on. */
    private static final Set<String> OF_ONE = Set.of(
            "thenApply",
            "thenApplyAsync",
            "thenAccept",
            "thenAcceptAsync",
            "thenRun",
            "thenRunAsync",
            "thenCompose",
            "thenComposeAsync",
            "handle",
            "handleAsync",
            "whenComplete",
            "whenCompleteAsync",
            "exceptionally",
            "toCompletableFuture",
            "minimalCompletionStage",
            "copy",
            "onExit");

    private final Source source;

    /** The facts that there may be of objects that an element leads to. */
    private final Map<Element, Set<Object>> byElement = new HashMap<>();

    /** Those of objects that other tasks can replace during an await. */
    private final Set<Object> shared = new HashSet<>();

    DoneFacts(Source source) {
        this.source = source;
    }

    /** An object is done. */
    private static final class Done extends Fact {
        Done(Receiver object) {
            super(object);
        }
    }

    /** All that an array or collection holds is done. */
    private static final class Full extends Fact {
        Full(Receiver object) {
            super(object);
        }
    }

    /** The fact that an object has the value of an expression, with that. */
    private static final class Made extends Fact {
        Made(Receiver object) {
            super(object);
        }
    }

    /** The object that a variable is. */
    static Optional<Receiver> named(TreePath variable, Element element, Source source) {
        return variable.getLeaf() instanceof ExpressionTree
                ? Receiver.ofExpression(variable, source).filter(Receiver::isNamedByVariables)
                : Optional.of(new Receiver(List.of(element)));
    }

    boolean is(TreePath expression, Facts facts) {
        return Receiver.ofExpression(expression, source)
                .filter(object -> facts.get(new Done(object)) != null)
                .isPresent();
    }

    boolean isFull(TreePath expression, Facts facts) {
        return Receiver.ofExpression(elements(expression), source)
                .filter(object -> facts.get(new Full(object)) != null)
                .isPresent();
    }

    Facts with(Receiver object, TreePath from, Facts before) {
        return with(new Done(object), object, from, before);
    }

    Facts madeBy(Receiver object, TreePath value, Facts before) {
        return with(new Made(object), object, value, before);
    }

    private Facts with(Object fact, Receiver object, TreePath from, Facts before) {
        for (Object step : object.steps()) {
            if (step instanceof Element element) {
                byElement.computeIfAbsent(element, e -> new HashSet<>()).add(fact);
                boolean isShared = element.getKind() == ElementKind.FIELD
                        && !element.getModifiers().contains(Modifier.FINAL);
                if (isShared) {
                    shared.add(fact);
                }
            }
        }
        return before.with(fact, from);
    }

    /** What an expression gives is done, and so is all that this waits for. */
    Facts with(TreePath expression, Facts before) {
        Facts facts = before;
        Deque<TreePath> open = new ArrayDeque<>(List.of(expression));
        Set<Object> seen = new HashSet<>();
        while (!open.isEmpty()) {
            List<TreePath> values = Values.of(open.pop(), source);
            TreePath value = values.size() == 1 ? values.get(0) : null;
            if (value != null && value.getLeaf() instanceof MethodInvocationTree call) {
                facts = withParts(value, call, open, facts);
            } else if (value != null) {
                Receiver object = Receiver.ofExpression(value, source)
                        .filter(Receiver::isNamedByVariables)
                        .orElse(null);
                if (object != null && seen.add(object)) {
                    facts = with(object, value, facts);
                    TreePath made = facts.get(new Made(object));
                    if (made != null) {
                        open.push(made);
                    }
                }
            }
        }
        return facts;
    }

    private Facts withParts(TreePath path, MethodInvocationTree call, Deque<TreePath> open, Facts before) {
        String name = source.trees().getElement(path) instanceof ExecutableElement method
                ? method.getSimpleName().toString()
                : "";
        Facts facts = before;
        if (name.equals("allOf")) {
            for (ExpressionTree argument : call.getArguments()) {
                facts = withAll(new TreePath(path, argument), open, facts);
            }
        } else if (OF_BOTH.contains(name) || OF_ONE.contains(name)) {
            if (OF_BOTH.contains(name)) {
                open.push(new TreePath(path, call.getArguments().get(0)));
            }
            if (call.getMethodSelect() instanceof MemberSelectTree select) {
                open.push(new TreePath(new TreePath(path, select), select.getExpression()));
            }
        }
        return facts;
    }

    private Facts withAll(TreePath argument, Deque<TreePath> open, Facts before) {
        if (source.isBelow(source.trees().getTypeMirror(argument), STAGE)) {
            open.push(argument);
            return before;
        }
        Optional<Receiver> all = Receiver.ofExpression(elements(argument), source);
        return all.isPresent() ? with(new Full(all.get()), all.get(), argument, before) : before;
    }

    /** The array or collection whose elements an expression has: that before {@code stream()} and {@code toArray(…)}. */
    private static TreePath elements(TreePath expression) {
        TreePath path = expression;
        while (path.getLeaf() instanceof MethodInvocationTree call
                && call.getMethodSelect() instanceof MemberSelectTree select
                && (select.getIdentifier().contentEquals("toArray")
                        || select.getIdentifier().contentEquals("stream"))) {
            path = new TreePath(new TreePath(path, select), select.getExpression());
        }
        return path;
    }

    /** A collection gets more. */
    Facts withoutFull(TreePath object, Facts before) {
        return Receiver.ofExpression(object, source)
                .map(filled -> before.without(new Full(filled)))
                .orElse(before);
    }

    /** A variable gets another value. */
    Facts without(Element variable, Facts before) {
        return without(byElement.getOrDefault(variable, Set.of()), before);
    }

    /** Other tasks have run. */
    Facts withoutShared(Facts before) {
        return without(shared, before);
    }

    private static Facts without(Set<Object> facts, Facts before) {
        Facts less = before;
        for (Object fact : facts) {
            less = less.without(fact);
        }
        return less;
    }
}

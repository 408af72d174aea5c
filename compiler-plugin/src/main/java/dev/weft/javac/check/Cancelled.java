// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.util.TreePath;
import dev.weft.javac.check.source.CancelSafety;
import dev.weft.javac.check.source.OnlyValues;
import dev.weft.javac.check.source.Source;
import dev.weft.javac.check.source.Values;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/**
 * The operations that are cancelled when an expression is, of those that lose something. They are the expression itself, or what a
 * cancel-safe one is made of: {@code waitFor} cancels what it was given. A task that was spawned is left running by a select, and
 * cancelled by all others.
 */
final class Cancelled {
    /** Nobody writes more of them into one expression, but generators. */
    private static final int MOST = 100;

    private static final Set<String> SHIELDS = Set.of("shield");
    private static final Set<String> LISTS = Set.of("java.util.List", "java.util.Arrays");
    private static final String SELECT = "dev.weft.sync.Select";

    /** What is no awaitable, and has some. */
    private static final Set<String> PARTS = Set.of("java.util.List", "dev.weft.sync.Clause");

    private final Source source;
    private final CancelSafety safety;
    private final BufferedWaits buffered;
    private @Nullable TreePath member;
    private @Nullable Map<Element, TreePath> onlyValues;

    Cancelled(Source source) {
        this.source = source;
        this.safety = new CancelSafety(source);
        this.buffered = new BufferedWaits(source, this::onlyValue);
    }

    /**
     * One such operation.
     *
     * @param call the call that makes it, or the method reference
     * @param method the method that is called
     * @param loss what is lost
     */
    record Operation(TreePath call, ExecutableElement method, String loss) {
        /** The name of the method, for messages. */
        String name() {
            String type = Source.ownerOf(method);
            return type.substring(type.lastIndexOf('.') + 1) + '.' + method.getSimpleName();
        }
    }

    /** Called before a member of a class is looked at: variables belong to it. */
    void begin(TreePath next) {
        member = next;
        onlyValues = null;
    }

    /** An expression that is cancelled, and whether what it has spawned is so too. */
    private record Part(TreePath value, boolean withSpawned) {}

    /** Finds them; of spawned tasks if these are cancelled as well. */
    List<Operation> with(TreePath expression, boolean withSpawned) {
        List<Operation> found = new ArrayList<>();
        search(expression, withSpawned, (call, method) -> found.addAll(losing(call, method)));
        return found;
    }

    private List<Operation> losing(TreePath call, ExecutableElement method) {
        String loss = safety.loss(method);
        if (loss == null) {
            return List.of();
        }
        Operation operation = new Operation(call, method, loss);
        boolean isSafe =
                BufferedWaits.isNext(method) && worksOn(operation).stream().allMatch(buffered::isOne);
        return isSafe ? List.of() : List.of(operation);
    }

    /** The async methods that are cancelled when an expression is, and do not say what a cancellation loses. */
    List<ExecutableElement> thatDoNotSay(TreePath expression) {
        List<ExecutableElement> found = new ArrayList<>();
        search(expression, true, (call, method) -> {
            if (Source.isMarked(method) && !safety.isDeclared(method) && safety.loss(method) == null) {
                found.add(method);
            }
        });
        return found;
    }

    private void search(TreePath expression, boolean withSpawned, BiConsumer<TreePath, ExecutableElement> reader) {
        Deque<Part> open = new ArrayDeque<>();
        add(expression, withSpawned, open);
        for (int i = 0; i < MOST && !open.isEmpty(); i++) {
            Part part = open.poll();
            if (part.value().getLeaf() instanceof IdentifierTree) {
                addOnlyValue(part, open);
            } else if (part.value().getLeaf() instanceof MethodInvocationTree
                    && source.trees().getElement(part.value()) instanceof ExecutableElement method) {
                reader.accept(part.value(), method);
                addParts(part, method, open);
            }
        }
    }

    private void add(TreePath expression, boolean withSpawned, Deque<Part> open) {
        Values.of(expression, source).forEach(value -> open.add(new Part(value, withSpawned)));
    }

    private void addOnlyValue(Part part, Deque<Part> open) {
        Element variable = source.trees().getElement(part.value());
        TreePath only = variable == null ? null : onlyValue(variable);
        if (only != null) {
            add(only, part.withSpawned(), open);
        }
    }

    /** Finds the one that a reference to a method makes; none if it loses nothing. */
    List<Operation> ofReference(TreePath reference) {
        return source.trees().getElement(reference) instanceof ExecutableElement method
                ? losing(reference, method)
                : List.of();
    }

    /** The expression that gives a variable of the member its only value; null if there are several, or it is none of the member's. */
    @Nullable
    TreePath onlyValue(Element variable) {
        if (member == null) {
            return null;
        }
        if (onlyValues == null) {
            onlyValues = OnlyValues.in(member, source);
        }
        return onlyValues.get(variable);
    }

    private void addParts(Part part, ExecutableElement method, Deque<Part> open) {
        boolean isClause = isOf(method, "on", SELECT);
        if (isClause || isMadeOfOthers(method) || (part.withSpawned() && isOf(method, "spawn", "dev.weft."))) {
            for (ExpressionTree each : ((MethodInvocationTree) part.value().getLeaf()).getArguments()) {
                TreePath argument = new TreePath(part.value(), each);
                TypeMirror type = source.trees().getTypeMirror(argument);
                if (source.isAwaited(type) || PARTS.stream().anyMatch(name -> source.isBelow(type, name))) {
                    add(argument, part.withSpawned() && !isClause, open);
                }
            }
        }
    }

    private boolean isMadeOfOthers(ExecutableElement method) {
        return LISTS.contains(Source.ownerOf(method))
                || (safety.isDeclared(method)
                        && !SHIELDS.contains(method.getSimpleName().toString()));
    }

    private static boolean isOf(ExecutableElement method, String name, String owner) {
        return method.getSimpleName().contentEquals(name)
                && Source.ownerOf(method).startsWith(owner);
    }

    /** What an operation works on: the object that it is called on, or its arguments if there is none. */
    static List<TreePath> worksOn(Operation operation) {
        if (operation.call().getLeaf() instanceof MemberReferenceTree reference) {
            return List.of(new TreePath(operation.call(), reference.getQualifierExpression()));
        }
        MethodInvocationTree call = (MethodInvocationTree) operation.call().getLeaf();
        TreePath select = new TreePath(operation.call(), call.getMethodSelect());
        if (!operation.method().getModifiers().contains(Modifier.STATIC)) {
            return call.getMethodSelect() instanceof MemberSelectTree member
                    ? List.of(new TreePath(select, member.getExpression()))
                    : List.of();
        }
        List<TreePath> arguments = new ArrayList<>();
        for (ExpressionTree each : call.getArguments()) {
            arguments.add(new TreePath(operation.call(), each));
        }
        return arguments;
    }
}

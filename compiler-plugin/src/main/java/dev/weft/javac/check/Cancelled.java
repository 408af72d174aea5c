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

    private final Source source;
    private final CancelSafety safety;
    private @Nullable TreePath member;
    private @Nullable Map<Element, TreePath> onlyValues;

    Cancelled(Source source) {
        this.source = source;
        this.safety = new CancelSafety(source);
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

    /** Finds them; of spawned tasks if these are cancelled as well. */
    List<Operation> with(TreePath expression, boolean withSpawned) {
        List<Operation> found = new ArrayList<>();
        Deque<TreePath> open = new ArrayDeque<>(Values.of(expression, source));
        for (int i = 0; i < MOST && !open.isEmpty(); i++) {
            TreePath value = open.poll();
            if (value.getLeaf() instanceof IdentifierTree) {
                addOnlyValue(source.trees().getElement(value), open);
            } else if (value.getLeaf() instanceof MethodInvocationTree call
                    && source.trees().getElement(value) instanceof ExecutableElement method) {
                String loss = safety.loss(method);
                if (loss != null) {
                    found.add(new Operation(value, method, loss));
                } else if (isMadeOfOthers(method) || (withSpawned && isSpawn(method))) {
                    call.getArguments().forEach(argument -> addAwaited(new TreePath(value, argument), open));
                }
            }
        }
        return found;
    }

    /** Finds the one that a reference to a method makes; none if it loses nothing. */
    List<Operation> ofReference(TreePath reference) {
        if (source.trees().getElement(reference) instanceof ExecutableElement method) {
            String loss = safety.loss(method);
            if (loss != null) {
                return List.of(new Operation(reference, method, loss));
            }
        }
        return List.of();
    }

    private void addOnlyValue(@Nullable Element variable, Deque<TreePath> open) {
        TreePath only = variable == null ? null : onlyValue(variable);
        if (only != null) {
            Values.of(only, source).forEach(open::add);
        }
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

    private boolean isMadeOfOthers(ExecutableElement method) {
        return LISTS.contains(Source.ownerOf(method))
                || (safety.isDeclared(method)
                        && !SHIELDS.contains(method.getSimpleName().toString()));
    }

    private static boolean isSpawn(ExecutableElement method) {
        return method.getSimpleName().contentEquals("spawn")
                && Source.ownerOf(method).startsWith("dev.weft.");
    }

    private void addAwaited(TreePath argument, Deque<TreePath> open) {
        TypeMirror type = source.trees().getTypeMirror(argument);
        if (source.isAwaited(type) || source.isBelow(type, "java.util.List")) {
            Values.of(argument, source).forEach(open::add);
        }
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

// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check.source;

import com.sun.source.tree.ArrayAccessTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TypeCastTree;
import com.sun.source.util.TreePath;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/**
 * The object that a method is called on, as far as the source tells one object from another: by the variables, methods, places
 * in an array, and constants that lead to it.
 *
 * @param steps these, from the last to the first; none is {@code this}
 */
public record Receiver(List<Object> steps) {
    /**
     * Returns the receiver of a call.
     *
     * @param call the call
     * @param source the compilation
     * @return the receiver; empty if there may be another object each time
     */
    public static Optional<Receiver> of(TreePath call, Source source) {
        ExpressionTree select = ((MethodInvocationTree) call.getLeaf()).getMethodSelect();
        return select instanceof MemberSelectTree member
                ? ofExpression(new TreePath(new TreePath(call, member), member.getExpression()), source)
                : Optional.of(new Receiver(List.of()));
    }

    /**
     * Returns the object that an expression gives.
     *
     * @param expression the expression
     * @param source the compilation
     * @return the object; empty if there may be another each time
     */
    public static Optional<Receiver> ofExpression(TreePath expression, Source source) {
        List<Object> steps = new ArrayList<>();
        Deque<TreePath> open = new ArrayDeque<>(List.of(expression));
        while (!open.isEmpty()) {
            TreePath path = open.pop();
            if (!add(path, source.trees().getElement(path), steps, open)) {
                return Optional.empty();
            }
        }
        return Optional.of(new Receiver(List.copyOf(steps)));
    }

    /** Adds one step, and what is open then. Returns false if the same text may give another object each time. */
    private static boolean add(TreePath path, @Nullable Element element, List<Object> steps, Deque<TreePath> open) {
        Tree tree = path.getLeaf();
        if (tree instanceof ParenthesizedTree inner) {
            return open(path, inner.getExpression(), open);
        }
        if (tree instanceof TypeCastTree cast) {
            return open(path, cast.getExpression(), open);
        }
        if (tree instanceof LiteralTree literal) {
            return steps.add(String.valueOf(literal.getValue()));
        }
        if (tree instanceof BinaryTree both) {
            return steps.add(both.getKind())
                    && open(path, both.getLeftOperand(), open)
                    && open(path, both.getRightOperand(), open);
        }
        if (tree instanceof ArrayAccessTree place) {
            return steps.add(tree.getKind())
                    && open(path, place.getExpression(), open)
                    && open(path, place.getIndex(), open);
        }
        if (tree instanceof MethodInvocationTree call && element != null) {
            call.getArguments().forEach(argument -> open(path, argument, open));
            return steps.add(call.getArguments().size()) && open(path, call.getMethodSelect(), open);
        }
        return element != null && addNamed(path, element, steps, open);
    }

    private static boolean open(TreePath path, Tree inner, Deque<TreePath> open) {
        open.push(new TreePath(path, inner));
        return true;
    }

    private static boolean addNamed(TreePath path, Element element, List<Object> steps, Deque<TreePath> open) {
        boolean isMember = path.getLeaf() instanceof MemberSelectTree;
        boolean isThis = element.getKind().isField() && element.getSimpleName().contentEquals("this");
        if (isThis || element.getKind() == ElementKind.PACKAGE) {
            return true;
        }
        if (isMember && !element.getModifiers().contains(Modifier.STATIC)) {
            open(path, ((MemberSelectTree) path.getLeaf()).getExpression(), open);
        }
        return (isMember || path.getLeaf() instanceof IdentifierTree) && steps.add(element);
    }

    /**
     * Whether this names one object until a variable is assigned.
     *
     * @return false if a method or a place in an array leads to it, which may give another at any time
     */
    public boolean isNamedByVariables() {
        return !steps.isEmpty()
                && steps.stream().allMatch(step -> step instanceof Element && !(step instanceof ExecutableElement));
    }

    // Not those of a record, which the JVM makes when they are first called.

    @Override
    public boolean equals(Object other) {
        return other instanceof Receiver receiver && receiver.steps.equals(steps);
    }

    @Override
    public int hashCode() {
        return steps.hashCode();
    }
}

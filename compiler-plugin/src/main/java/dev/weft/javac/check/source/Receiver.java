// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check.source;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.util.TreePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;

/**
 * The object that a method is called on, as far as the source tells one object from another: by the variables, and the methods
 * without arguments, that lead to it.
 *
 * @param steps these, from the first to the last; none is {@code this}
 */
public record Receiver(List<Element> steps) {
    /**
     * Returns the receiver of a call.
     *
     * @param call the call
     * @param source the compilation
     * @return the receiver; empty if there may be another object each time
     */
    public static Optional<Receiver> of(TreePath call, Source source) {
        List<Element> steps = new ArrayList<>();
        ExpressionTree select = ((MethodInvocationTree) call.getLeaf()).getMethodSelect();
        boolean isKnown = !(select instanceof MemberSelectTree member)
                || add(new TreePath(new TreePath(call, member), member.getExpression()), steps, source);
        return isKnown ? Optional.of(new Receiver(List.copyOf(steps))) : Optional.empty();
    }

    /**
     * Returns the object that an expression gives.
     *
     * @param expression the expression
     * @param source the compilation
     * @return the object; empty if there may be another each time
     */
    public static Optional<Receiver> ofExpression(TreePath expression, Source source) {
        List<Element> steps = new ArrayList<>();
        return add(expression, steps, source) ? Optional.of(new Receiver(List.copyOf(steps))) : Optional.empty();
    }

    private static boolean add(TreePath path, List<Element> steps, Source source) {
        Element element = source.trees().getElement(path);
        if (path.getLeaf() instanceof ParenthesizedTree inner) {
            return add(new TreePath(path, inner.getExpression()), steps, source);
        }
        if (path.getLeaf() instanceof MethodInvocationTree call
                && call.getArguments().isEmpty()
                && element != null) {
            return add(new TreePath(path, call.getMethodSelect()), steps, source);
        }
        boolean isName = path.getLeaf() instanceof IdentifierTree;
        if (element == null || !(isName || path.getLeaf() instanceof MemberSelectTree)) {
            return false;
        }
        if (path.getLeaf() instanceof MemberSelectTree member
                && !element.getModifiers().contains(Modifier.STATIC)
                && !add(new TreePath(path, member.getExpression()), steps, source)) {
            return false;
        }
        boolean isThis = element.getKind().isField() && element.getSimpleName().contentEquals("this");
        return isThis || element.getKind() == ElementKind.PACKAGE || steps.add(element);
    }
}

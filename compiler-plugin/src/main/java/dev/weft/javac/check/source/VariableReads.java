// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check.source;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import javax.lang.model.element.Element;
import org.jspecify.annotations.Nullable;

/** Whether a local variable is read, and not only assigned. */
public final class VariableReads extends TreePathScanner<Boolean, @Nullable Void> {
    private final Element variable;
    private final Source source;

    private VariableReads(Element variable, Source source) {
        this.variable = variable;
        this.source = source;
    }

    /**
     * Searches.
     *
     * @param block the block, or loop, that declares the variable
     * @param variable the variable
     * @param source the compilation
     * @return whether it is read there
     */
    public static boolean anywhereIn(TreePath block, Element variable, Source source) {
        return Boolean.TRUE.equals(new VariableReads(variable, source).scan(block, null));
    }

    @Override
    public Boolean visitIdentifier(IdentifierTree name, @Nullable Void unused) {
        return name.getName().equals(variable.getSimpleName())
                && variable.equals(source.trees().getElement(getCurrentPath()));
    }

    @Override
    public Boolean visitAssignment(AssignmentTree assignment, @Nullable Void unused) {
        return assignment.getVariable() instanceof IdentifierTree
                ? scan(assignment.getExpression(), null)
                : super.visitAssignment(assignment, null);
    }

    @Override
    public Boolean reduce(@Nullable Boolean one, @Nullable Boolean other) {
        return Boolean.TRUE.equals(one) || Boolean.TRUE.equals(other);
    }
}

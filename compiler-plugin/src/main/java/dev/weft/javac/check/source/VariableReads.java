// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check.source;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import javax.lang.model.element.Element;
import org.jspecify.annotations.Nullable;

/** A search for a place that reads a local variable, and does not only assign it. */
public final class VariableReads extends TreePathScanner<@Nullable Void, @Nullable Void> {
    private final Element variable;
    private final Source source;
    private boolean found;

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
        VariableReads search = new VariableReads(variable, source);
        search.scan(block, null);
        return search.found;
    }

    @Override
    public @Nullable Void visitIdentifier(IdentifierTree name, @Nullable Void unused) {
        found |= name.getName().equals(variable.getSimpleName())
                && variable.equals(source.trees().getElement(getCurrentPath()));
        return null;
    }

    @Override
    public @Nullable Void visitAssignment(AssignmentTree assignment, @Nullable Void unused) {
        return assignment.getVariable() instanceof IdentifierTree
                ? scan(assignment.getExpression(), null)
                : super.visitAssignment(assignment, null);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check.source;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Element;
import org.jspecify.annotations.Nullable;

/** The values that variables of a member are declared with, of those that never get another. */
public final class OnlyValues extends Walk {
    private final Source source;
    private final Map<Element, TreePath> declared = new HashMap<>();
    private final Set<Element> assigned = new HashSet<>();

    private OnlyValues(Source source) {
        super(source);
        this.source = source;
    }

    /**
     * Finds them.
     *
     * @param member the member of a class
     * @param source the compilation
     * @return the expression that gives each of these variables its only value
     */
    public static Map<Element, TreePath> in(TreePath member, Source source) {
        OnlyValues values = new OnlyValues(source);
        values.walk(member);
        values.declared.keySet().removeAll(values.assigned);
        return values.declared;
    }

    @Override
    public @Nullable Void visitVariable(VariableTree variable, @Nullable Void unused) {
        Element element = source.trees().getElement(getCurrentPath());
        if (variable.getInitializer() != null && element != null) {
            declared.put(element, new TreePath(getCurrentPath(), variable.getInitializer()));
        }
        return super.visitVariable(variable, null);
    }

    @Override
    public @Nullable Void visitAssignment(AssignmentTree assignment, @Nullable Void unused) {
        Element element = source.trees().getElement(new TreePath(getCurrentPath(), assignment.getVariable()));
        if (element != null) {
            assigned.add(element);
        }
        return super.visitAssignment(assignment, null);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check.source;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import javax.lang.model.element.Element;
import org.jspecify.annotations.Nullable;

/** The value that a local variable is declared with, if it never gets another. */
final class OnlyValue extends TreePathScanner<@Nullable Void, @Nullable Void> {
    private final Element variable;
    private final Source source;
    private @Nullable TreePath declared;
    private boolean isAssigned;

    private OnlyValue(Element variable, Source source) {
        this.variable = variable;
        this.source = source;
    }

    static @Nullable TreePath of(Element variable, CompilationUnitTree file, Source source) {
        OnlyValue value = new OnlyValue(variable, source);
        value.scan(file, null);
        return value.isAssigned ? null : value.declared;
    }

    @Override
    public @Nullable Void visitVariable(VariableTree tree, @Nullable Void unused) {
        if (tree.getInitializer() != null && variable.equals(source.trees().getElement(getCurrentPath()))) {
            declared = new TreePath(getCurrentPath(), tree.getInitializer());
        }
        return super.visitVariable(tree, null);
    }

    @Override
    public @Nullable Void visitAssignment(AssignmentTree tree, @Nullable Void unused) {
        isAssigned |= variable.equals(source.trees().getElement(new TreePath(getCurrentPath(), tree.getVariable())));
        return super.visitAssignment(tree, null);
    }
}

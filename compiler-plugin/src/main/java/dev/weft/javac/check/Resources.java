// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.TryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import dev.weft.javac.check.source.Names;
import dev.weft.javac.check.source.Source;
import dev.weft.javac.check.source.Walk;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import javax.lang.model.element.Element;
import org.jspecify.annotations.Nullable;

/**
 * The variables of a try statement that are closed before its catch blocks and its finally block run (JLS 14.20.3): its resources, and what
 * its block has taken from them.
 */
final class Resources extends Walk {
    private final Source source;
    private final Set<Element> closed = new HashSet<>();

    Resources(TreePath guarded, Source source) {
        super(source);
        this.source = source;
        TryTree tree = (TryTree) guarded.getLeaf();
        tree.getResources().forEach(each -> add(new TreePath(guarded, each)));
        if (!closed.isEmpty()) {
            walk(new TreePath(guarded, tree.getBlock()));
        }
    }

    private void add(TreePath variable) {
        Element element = source.trees().getElement(variable);
        if (element != null) {
            closed.add(element);
        }
    }

    @Override
    public @Nullable Void visitVariable(VariableTree variable, @Nullable Void unused) {
        if (variable.getInitializer() != null
                && areNamedIn(new TreePath(getCurrentPath(), variable.getInitializer()))) {
            add(getCurrentPath());
        }
        return super.visitVariable(variable, null);
    }

    /** The variables. */
    Set<Element> closed() {
        return closed;
    }

    /** Whether an expression names one of them. */
    boolean areNamedIn(TreePath expression) {
        return !Collections.disjoint(closed, Names.in(expression, source));
    }
}

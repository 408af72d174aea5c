// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check.source;

import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import java.util.HashSet;
import java.util.Set;
import javax.lang.model.element.Element;
import org.jspecify.annotations.Nullable;

/** The variables, methods and types that a piece of source names. */
public final class Names extends Walk {
    private final Source source;
    private final Set<Element> found = new HashSet<>();

    private Names(Source source) {
        super(source);
        this.source = source;
    }

    /**
     * Finds them.
     *
     * @param piece the piece
     * @param source the compilation
     * @return what it names
     */
    public static Set<Element> in(TreePath piece, Source source) {
        Names names = new Names(source);
        names.walk(piece);
        return names.found;
    }

    /**
     * Finds those that a function names.
     *
     * @param variable a variable, perhaps declared with a lambda or a method reference
     * @param source the compilation
     * @return what that names; nothing if it is no function
     */
    public static Set<Element> inFunction(TreePath variable, Source source) {
        Tree value = variable.getLeaf() instanceof VariableTree declared ? declared.getInitializer() : null;
        boolean isFunction = value instanceof LambdaExpressionTree || value instanceof MemberReferenceTree;
        return isFunction ? in(new TreePath(variable, value), source) : Set.of();
    }

    @Override
    public @Nullable Void visitIdentifier(IdentifierTree name, @Nullable Void unused) {
        add();
        return null;
    }

    @Override
    public @Nullable Void visitMemberSelect(MemberSelectTree name, @Nullable Void unused) {
        add();
        return super.visitMemberSelect(name, null);
    }

    private void add() {
        Element element = source.trees().getElement(getCurrentPath());
        if (element != null) {
            found.add(element);
        }
    }
}

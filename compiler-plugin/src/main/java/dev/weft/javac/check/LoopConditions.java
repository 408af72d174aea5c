// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.TreePath;
import dev.weft.javac.check.source.OwnCode;
import dev.weft.javac.check.source.Source;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import javax.lang.model.element.Element;
import org.jspecify.annotations.Nullable;

/** A search of a loop for the variables that its conditions read, and for calls that ask about cancellation. */
final class LoopConditions extends OwnCode {
    private final Source source;
    private final Set<Element> read = new HashSet<>();
    private boolean asks;

    private LoopConditions(Source source) {
        super(source);
        this.source = source;
    }

    static LoopConditions of(TreePath loop, Source source) {
        LoopConditions conditions = new LoopConditions(source);
        conditions.walk(loop);
        return conditions;
    }

    /** Whether a condition reads one of the variables, or something asks about cancellation. */
    boolean dependOn(Set<Element> set) {
        return asks || !Collections.disjoint(read, set);
    }

    @Override
    public @Nullable Void visitIf(IfTree choice, @Nullable Void unused) {
        look(choice.getCondition());
        return super.visitIf(choice, null);
    }

    @Override
    public @Nullable Void visitConditionalExpression(ConditionalExpressionTree choice, @Nullable Void unused) {
        look(choice.getCondition());
        return super.visitConditionalExpression(choice, null);
    }

    @Override
    public @Nullable Void visitWhileLoop(WhileLoopTree inner, @Nullable Void unused) {
        look(inner.getCondition());
        return super.visitWhileLoop(inner, null);
    }

    @Override
    public @Nullable Void visitDoWhileLoop(DoWhileLoopTree inner, @Nullable Void unused) {
        look(inner.getCondition());
        return super.visitDoWhileLoop(inner, null);
    }

    @Override
    public @Nullable Void visitForLoop(ForLoopTree inner, @Nullable Void unused) {
        look(inner.getCondition());
        return super.visitForLoop(inner, null);
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void unused) {
        String name = CatchAnswers.nameOf(call);
        asks |= name.equals("cancelling") || name.equals("uncancel");
        return super.visitMethodInvocation(call, null);
    }

    private void look(@Nullable Tree condition) {
        if (condition != null) {
            new Variables().walk(new TreePath(getCurrentPath(), condition));
        }
    }

    /** A search of a condition for variables. */
    private final class Variables extends OwnCode {
        Variables() {
            super(source);
        }

        @Override
        public @Nullable Void visitIdentifier(IdentifierTree identifier, @Nullable Void unused) {
            add();
            return null;
        }

        @Override
        public @Nullable Void visitMemberSelect(MemberSelectTree select, @Nullable Void unused) {
            add();
            return super.visitMemberSelect(select, null);
        }

        private void add() {
            Element element = source.trees().getElement(getCurrentPath());
            if (element != null) {
                read.add(element);
            }
        }
    }
}

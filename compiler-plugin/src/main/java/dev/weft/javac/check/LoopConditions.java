// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.TreePath;
import dev.weft.javac.check.flow.Jumps;
import dev.weft.javac.check.source.OwnCode;
import dev.weft.javac.check.source.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Element;
import org.jspecify.annotations.Nullable;

/** The variables that the conditions of a method read, those that it sets, and its questions about cancellation, each with its places. */
final class LoopConditions extends OwnCode {
    private final Source source;
    private final Map<Element, List<TreePath>> read = new HashMap<>();
    private final Map<Element, List<TreePath>> set = new HashMap<>();
    private final List<TreePath> asks = new ArrayList<>();

    private LoopConditions(Source source) {
        super(source);
        this.source = source;
    }

    /** Finds those in the body of a method or lambda. */
    static LoopConditions of(TreePath body, Source source) {
        LoopConditions conditions = new LoopConditions(source);
        conditions.walk(body);
        return conditions;
    }

    /**
     * Whether something in a loop may depend on what has happened: a condition reads one of the variables, or something asks about
     * cancellation.
     *
     * @param loop the loop
     * @param set the variables
     * @param left a loop inside that was left: conditions behind it may read what it sets, and its own do not count; null for none
     */
    boolean dependOn(Tree loop, Set<Element> set, @Nullable Tree left) {
        return asks.stream().anyMatch(place -> Jumps.isInside(place, loop))
                || read.entrySet().stream()
                        .filter(each -> set.contains(each.getKey()) || isSetIn(left, each.getKey()))
                        .anyMatch(each -> each.getValue().stream()
                                .anyMatch(place ->
                                        Jumps.isInside(place, loop) && (left == null || !Jumps.isInside(place, left))));
    }

    private boolean isSetIn(@Nullable Tree left, Element variable) {
        return left != null
                && set.getOrDefault(variable, List.of()).stream().anyMatch(place -> Jumps.isInside(place, left));
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
        if (name.equals("cancelling") || name.equals("uncancel")) {
            asks.add(getCurrentPath());
        }
        return super.visitMethodInvocation(call, null);
    }

    @Override
    public @Nullable Void visitAssignment(AssignmentTree assignment, @Nullable Void unused) {
        add(set, new TreePath(getCurrentPath(), assignment.getVariable()));
        return super.visitAssignment(assignment, null);
    }

    @Override
    public @Nullable Void visitCompoundAssignment(CompoundAssignmentTree assignment, @Nullable Void unused) {
        add(set, new TreePath(getCurrentPath(), assignment.getVariable()));
        return super.visitCompoundAssignment(assignment, null);
    }

    @Override
    public @Nullable Void visitUnary(UnaryTree unary, @Nullable Void unused) {
        if (CatchAnswers.counts(unary)) {
            add(set, new TreePath(getCurrentPath(), unary.getExpression()));
        }
        return super.visitUnary(unary, null);
    }

    private void add(Map<Element, List<TreePath>> places, TreePath variable) {
        Element element = source.trees().getElement(variable);
        if (element != null) {
            places.computeIfAbsent(element, e -> new ArrayList<>()).add(variable);
        }
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
            add(read, getCurrentPath());
            return null;
        }

        @Override
        public @Nullable Void visitMemberSelect(MemberSelectTree select, @Nullable Void unused) {
            add(read, getCurrentPath());
            return super.visitMemberSelect(select, null);
        }
    }
}

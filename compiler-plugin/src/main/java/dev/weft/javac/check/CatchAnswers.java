// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BreakTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.ContinueTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.util.TreePath;
import dev.weft.javac.check.source.OwnCode;
import dev.weft.javac.check.source.Source;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import javax.lang.model.element.Element;
import org.jspecify.annotations.Nullable;

/** A search of a catch block for jumps out of the loop, answers to a cancellation, and the variables that it sets. */
final class CatchAnswers extends OwnCode {
    private final Source source;
    private final Set<Element> set = new HashSet<>();
    private boolean found;

    CatchAnswers(Source source) {
        super(source);
        this.source = source;
    }

    /** Whether there is a jump or an answer. */
    boolean found() {
        return found;
    }

    /** The variables that the code sets. */
    Set<Element> set() {
        return set;
    }

    static boolean isJump(Tree tree) {
        return tree instanceof ReturnTree
                || tree instanceof ThrowTree
                || tree instanceof BreakTree
                || (tree instanceof ContinueTree next && next.getLabel() != null);
    }

    @Override
    public @Nullable Void visitThrow(ThrowTree jump, @Nullable Void unused) {
        found = true;
        return null;
    }

    @Override
    public @Nullable Void visitReturn(ReturnTree jump, @Nullable Void unused) {
        found = true;
        return null;
    }

    @Override
    public @Nullable Void visitBreak(BreakTree jump, @Nullable Void unused) {
        found = true;
        return null;
    }

    @Override
    public @Nullable Void visitContinue(ContinueTree jump, @Nullable Void unused) {
        found |= isJump(jump);
        return null;
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void unused) {
        found |= isAnswer(nameOf(call));
        return super.visitMethodInvocation(call, null);
    }

    @Override
    public @Nullable Void visitAssignment(AssignmentTree assignment, @Nullable Void unused) {
        sets(assignment.getVariable());
        return super.visitAssignment(assignment, null);
    }

    @Override
    public @Nullable Void visitCompoundAssignment(CompoundAssignmentTree assignment, @Nullable Void unused) {
        sets(assignment.getVariable());
        return super.visitCompoundAssignment(assignment, null);
    }

    @Override
    public @Nullable Void visitUnary(UnaryTree unary, @Nullable Void unused) {
        sets(unary.getExpression());
        return super.visitUnary(unary, null);
    }

    private void sets(Tree variable) {
        Element element = source.trees().getElement(new TreePath(getCurrentPath(), variable));
        if (element != null) {
            set.add(element);
        }
    }

    /** Whether the name of a method says that it throws, or asks or takes back cancellations. */
    private static boolean isAnswer(String method) {
        String name = method.toLowerCase(Locale.ROOT);
        return name.contains("throw")
                || name.contains("propagate")
                || name.contains("cancel")
                || name.equals("exit")
                || name.equals("fail");
    }

    /** The name of the method that is called. */
    static String nameOf(MethodInvocationTree call) {
        ExpressionTree method = call.getMethodSelect();
        return method instanceof MemberSelectTree select
                ? select.getIdentifier().toString()
                : method instanceof IdentifierTree identifier
                        ? identifier.getName().toString()
                        : "";
    }
}

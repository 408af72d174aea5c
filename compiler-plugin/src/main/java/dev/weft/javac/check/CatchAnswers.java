// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
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

/** A search of a catch block for calls that answer a cancellation, and for the variables that it sets. */
final class CatchAnswers extends OwnCode {
    private final Source source;
    private final Set<Element> set = new HashSet<>();
    private boolean mayThrow;
    private boolean takesBack;
    private boolean found;

    CatchAnswers(Source source) {
        super(source);
        this.source = source;
    }

    /** Whether there is an answer: a call that throws, or asks about or takes back cancellations, as its name says. */
    boolean found() {
        return found;
    }

    /** Whether there is a call that throws, as its name says. */
    boolean mayThrow() {
        return mayThrow;
    }

    /** Whether there is a call that takes a cancellation back. */
    boolean takesBack() {
        return takesBack;
    }

    /** The variables that the code sets. */
    Set<Element> set() {
        return set;
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void unused) {
        String name = nameOf(call).toLowerCase(Locale.ROOT);
        takesBack |= name.equals("uncancel");
        mayThrow |= name.contains("throw") || name.contains("propagate");
        found |= mayThrow || name.contains("cancel") || name.equals("exit") || name.equals("fail");
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
        if (counts(unary)) {
            sets(unary.getExpression());
        }
        return super.visitUnary(unary, null);
    }

    /** Whether it sets its variable. */
    static boolean counts(UnaryTree unary) {
        return unary.getKind().name().matches("(PRE|POST)FIX_.*");
    }

    private void sets(Tree variable) {
        Element element = source.trees().getElement(new TreePath(getCurrentPath(), variable));
        if (element != null) {
            set.add(element);
        }
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

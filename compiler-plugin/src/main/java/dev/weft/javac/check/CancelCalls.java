// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.util.TreePath;
import dev.weft.javac.check.source.Source;
import dev.weft.javac.check.source.Walk;
import org.jspecify.annotations.Nullable;

/** A search of a member of a class, its lambdas included, for calls that cancel something. It begins when somebody asks. */
final class CancelCalls extends Walk {
    private final TreePath member;
    private boolean searched;
    private boolean found;

    CancelCalls(Source source, TreePath member) {
        super(source);
        this.member = member;
    }

    boolean found() {
        if (!searched) {
            searched = true;
            walk(member);
        }
        return found;
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void unused) {
        found |= cancels(CatchAnswers.nameOf(call));
        return super.visitMethodInvocation(call, null);
    }

    @Override
    public @Nullable Void visitMemberReference(MemberReferenceTree reference, @Nullable Void unused) {
        found |= cancels(reference.getName().toString());
        return super.visitMemberReference(reference, null);
    }

    /** Not the names of questions, such as {@code cancelling} and {@code cancelled}. */
    private static boolean cancels(String name) {
        return name.startsWith("cancel") && !name.startsWith("cancell");
    }
}

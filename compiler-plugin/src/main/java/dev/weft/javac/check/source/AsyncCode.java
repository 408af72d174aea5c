// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check.source;

import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.TreePath;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The async code of a class: methods that are marked, awaits and emits, and references to these. The weaver will have to do with these. */
public final class AsyncCode extends Walk {
    private final Source source;
    private final List<TreePath> found = new ArrayList<>();

    private AsyncCode(Source source) {
        super(source);
        this.source = source;
    }

    /**
     * Finds it in a class, and in those inside.
     *
     * @param type the class
     * @param source what is known of the compilation
     * @return the places, in the order of the source
     */
    public static List<TreePath> of(TreePath type, Source source) {
        AsyncCode code = new AsyncCode(source);
        Members.of(type).forEach(code::walkMember);
        return code.found;
    }

    /** A member that cannot be looked at may have some, so the weaver is to look. */
    private void walkMember(TreePath member) {
        try {
            walk(member);
        } catch (Throwable failure) {
            found.add(member);
        }
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void unused) {
        if (Source.isMarked(source.trees().getElement(getCurrentPath()))) {
            found.add(getCurrentPath());
        }
        return super.visitMethod(method, null);
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void unused) {
        addSuspension();
        return super.visitMethodInvocation(call, null);
    }

    @Override
    public @Nullable Void visitMemberReference(MemberReferenceTree reference, @Nullable Void unused) {
        addSuspension();
        return super.visitMemberReference(reference, null);
    }

    private void addSuspension() {
        if (source.suspends(getCurrentPath())) {
            found.add(getCurrentPath());
        }
    }
}

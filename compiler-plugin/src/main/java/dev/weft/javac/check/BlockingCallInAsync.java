// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.util.TreePath;
import dev.weft.diagnostic.Diagnostic;
import dev.weft.javac.check.source.Enclosing;
import dev.weft.javac.check.source.InMemory;
import dev.weft.javac.check.source.Source;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import org.jspecify.annotations.Nullable;

/** A rule for calls in an async method that block its thread. */
final class BlockingCallInAsync extends Rule {
    private final BlockingCalls calls;

    BlockingCallInAsync(Source source, BlockingCalls calls) {
        super(Diagnostic.BLOCKING_CALL_IN_ASYNC, source);
        this.calls = calls;
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void unused) {
        if (!(call.getMethodSelect() instanceof MemberSelectTree method) || !isOnMemory(method)) {
            visitCall();
        }
        return super.visitMethodInvocation(call, null);
    }

    @Override
    public @Nullable Void visitNewClass(NewClassTree made, @Nullable Void unused) {
        visitCall();
        return super.visitNewClass(made, null);
    }

    private boolean isOnMemory(MemberSelectTree method) {
        TreePath object = new TreePath(new TreePath(getCurrentPath(), method), method.getExpression());
        return new InMemory(source).isRead(object);
    }

    private void visitCall() {
        if (source.trees().getElement(getCurrentPath()) instanceof ExecutableElement method
                && calls.has(method, source)
                && Enclosing.of(getCurrentPath(), source).isAsync()) {
            String name = name(method);
            String instead = JdkBlockingCalls.INSTEAD.get(name);
            report(getCurrentPath(), instead == null ? name : name + ", where you could use " + instead);
        }
    }

    private static String name(ExecutableElement method) {
        String owner = Source.ownerOf(method);
        String type = owner.substring(owner.lastIndexOf('.') + 1);
        return method.getKind() == ElementKind.CONSTRUCTOR ? "new " + type : type + "." + method.getSimpleName();
    }
}

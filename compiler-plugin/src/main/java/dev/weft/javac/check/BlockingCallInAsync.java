// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import dev.weft.diagnostic.Diagnostic;
import dev.weft.javac.check.flow.Facts;
import dev.weft.javac.check.flow.Flow;
import dev.weft.javac.check.source.Enclosing;
import dev.weft.javac.check.source.InMemory;
import dev.weft.javac.check.source.Source;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import org.jspecify.annotations.Nullable;

/** A rule for calls in an async method that block its thread. One that waits for what is done does not. */
final class BlockingCallInAsync extends FlowRule {
    /** Those that wait for the end of the object that they are called on. */
    private static final Set<String> WAIT = Set.of("join", "get", "block", "waitFor");

    private final BlockingCalls calls;

    /** The calls that may wait for what is done already, with what to say if they do not. */
    private final Map<Tree, String> waits = new HashMap<>();

    private @Nullable InMemory memory;

    BlockingCallInAsync(Source source, BlockingCalls calls) {
        super(Diagnostic.BLOCKING_CALL_IN_ASYNC, source);
        this.calls = calls;
    }

    @Override
    Set<Seen> sees() {
        return Set.of(Seen.CALL, Seen.NEW);
    }

    @Override
    void begin(TreePath member) {
        super.begin(member);
        memory = new InMemory(member, source);
        waits.clear();
    }

    @Override
    Flow flow(TreePath body) {
        return new DoneFlow(body, source) {
            @Override
            protected Facts called(TreePath call, Facts before) {
                String detail = waits.get(call.getLeaf());
                if (detail != null && !isDoneReceiver(call, before)) {
                    report(call, detail);
                }
                return super.called(call, before);
            }
        };
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void unused) {
        String detail = blocking();
        if (detail != null && call.getMethodSelect() instanceof MemberSelectTree method) {
            if (WAIT.contains(method.getIdentifier().toString())) {
                waits.put(call, detail);
                follow();
            } else if (!isOnMemory(method)) {
                report(getCurrentPath(), detail);
            }
        } else if (detail != null) {
            report(getCurrentPath(), detail);
        }
        return null;
    }

    @Override
    public @Nullable Void visitNewClass(NewClassTree made, @Nullable Void unused) {
        String detail = blocking();
        if (detail != null) {
            report(getCurrentPath(), detail);
        }
        return null;
    }

    private boolean isOnMemory(MemberSelectTree method) {
        TreePath object = new TreePath(new TreePath(getCurrentPath(), method), method.getExpression());
        return memory != null && memory.isRead(object);
    }

    /** What to say of the call that is being visited; null if it does not block. */
    private @Nullable String blocking() {
        if (source.trees().getElement(getCurrentPath()) instanceof ExecutableElement method
                && calls.has(method, source)
                && !LiteralAddress.isLookedUp(getCurrentPath(), source)
                && Enclosing.of(getCurrentPath(), source).isAsync()) {
            String name = name(method);
            String instead = JdkBlockingCalls.INSTEAD.get(name);
            return instead == null ? name : name + ", where you could use " + instead;
        }
        return null;
    }

    private static String name(ExecutableElement method) {
        String owner = Source.ownerOf(method);
        String type = owner.substring(owner.lastIndexOf('.') + 1);
        return method.getKind() == ElementKind.CONSTRUCTOR ? "new " + type : type + "." + method.getSimpleName();
    }
}

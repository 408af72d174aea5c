// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.util.TreePath;
import dev.weft.diagnostic.Diagnostic;
import dev.weft.javac.check.flow.Facts;
import dev.weft.javac.check.flow.Flow;
import dev.weft.javac.check.source.Source;
import dev.weft.javac.check.source.Values;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import org.jspecify.annotations.Nullable;

/** A rule for tasks in a local or parameter that are awaited, or given to somebody who awaits them, twice on one path. */
final class TaskAwaitedTwice extends FlowRule {
    private static final String LOOP = "dev.weft.EventLoop";
    private static final Set<String> TAKE_ARGUMENTS = Set.of("await", "spawn", "run", "gather", "waitFor");
    private static final Set<String> TAKE_RECEIVER = Set.of("block", "onComplete", "toCompletableFuture");

    TaskAwaitedTwice(Source source) {
        super(Diagnostic.TASK_AWAITED_TWICE, source);
    }

    @Override
    public @Nullable Void visitIdentifier(IdentifierTree name, @Nullable Void unused) {
        if (variable(getCurrentPath()) != null) {
            follow();
        }
        return super.visitIdentifier(name, null);
    }

    /** The local or parameter of type Task that an expression is, or that a declaration declares. */
    private @Nullable Element variable(TreePath path) {
        Element element = source.trees().getElement(path);
        boolean isLocal = element != null
                && (element.getKind() == ElementKind.LOCAL_VARIABLE || element.getKind() == ElementKind.PARAMETER);
        return isLocal && source.isTask(element.asType()) ? element : null;
    }

    @Override
    Flow flow(TreePath body) {
        return new Uses(body);
    }

    /** A variable holds a task that is complete from the start, and may be awaited any number of times. */
    private record Completed(Element variable) {}

    /** The facts: each variable whose task is used up, with the place of that; and those with completed tasks. */
    private final class Uses extends Flow {
        Uses(TreePath body) {
            super(body);
        }

        @Override
        protected Facts called(TreePath path, Facts before) {
            if (!(source.trees().getElement(path) instanceof ExecutableElement method)) {
                return before;
            }
            MethodInvocationTree call = (MethodInvocationTree) path.getLeaf();
            String name = method.getSimpleName().toString();
            String owner = Source.ownerOf(method);
            Facts facts = before;
            if (TAKE_ARGUMENTS.contains(name) && (owner.equals(Source.WEFT) || owner.equals(LOOP))) {
                for (ExpressionTree argument : call.getArguments()) {
                    facts = used(new TreePath(path, argument), path, facts);
                }
            } else if (TAKE_RECEIVER.contains(name) && call.getMethodSelect() instanceof MemberSelectTree select) {
                TreePath receiver = new TreePath(path, select);
                facts = used(new TreePath(receiver, select.getExpression()), path, facts);
            }
            return facts;
        }

        @Override
        protected Facts returned(TreePath exit, ExpressionTree value, Facts before) {
            return used(new TreePath(exit, value), exit, before);
        }

        @Override
        protected Facts assigned(TreePath path, @Nullable ExpressionTree value, Facts before) {
            Element variable = variable(path);
            if (variable == null) {
                return before;
            }
            Facts facts = before.without(variable).without(new Completed(variable));
            boolean isCompleted = value != null && isCompleted(new TreePath(path, value));
            return isCompleted ? facts.with(new Completed(variable), path) : facts;
        }

        private Facts used(TreePath expression, TreePath by, Facts before) {
            List<TreePath> values = Values.of(expression);
            Element variable = values.size() == 1 ? variable(values.get(0)) : null;
            if (variable == null || before.get(new Completed(variable)) != null) {
                return before;
            }
            TreePath first = before.get(variable);
            if (first != null) {
                report(by, why(first, expression, variable));
            }
            return before.with(variable, expression);
        }
    }

    private String why(TreePath first, TreePath again, Element variable) {
        return first.getLeaf() == again.getLeaf()
                ? "each turn of the loop uses the same " + variable
                : variable + " was used on line " + source.firstLine(first) + " already";
    }

    private boolean isCompleted(TreePath value) {
        return Values.of(value).stream()
                .allMatch(each -> source.trees().getElement(each) instanceof ExecutableElement method
                        && Source.ownerOf(method).equals(Source.TASK));
    }
}

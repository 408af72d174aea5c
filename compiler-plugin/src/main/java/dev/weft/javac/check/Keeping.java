// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.util.TreePath;
import dev.weft.javac.check.source.Names;
import dev.weft.javac.check.source.Source;
import dev.weft.javac.check.source.Values;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/**
 * Where a method puts values to keep them: into what another object holds, by a call. In doubt a method of another object keeps what it
 * gets; one of the JDK, of the same object or without one does so if its name says so. What the method has made itself keeps nothing: it is
 * lost as well.
 */
final class Keeping {
    private static final List<String> KEEP = List.of(
            "add",
            "append",
            "accept",
            "compareandset",
            "complete",
            "compute",
            "emit",
            "enqueue",
            "getandset",
            "give",
            "hand",
            "insert",
            "keep",
            "lazyset",
            "merge",
            "offer",
            "publish",
            "push",
            "put",
            "queue",
            "record",
            "register",
            "remember",
            "replace",
            "requeue",
            "restore",
            "save",
            "send",
            "set",
            "store",
            "trysend",
            "update");
    private static final List<String> ONLY_READ = List.of(
            "check",
            "compare",
            "contains",
            "count",
            "debug",
            "equals",
            "error",
            "format",
            "get",
            "has",
            "index",
            "info",
            "is",
            "log",
            "print",
            "remove",
            "require",
            "trace",
            "validate",
            "warn");

    private final Source source;
    private final Function<Element, @Nullable TreePath> onlyValue;

    /**
     * Makes one.
     *
     * @param source the compilation
     * @param onlyValue the value of a variable that never gets another; null for other variables
     */
    Keeping(Source source, Function<Element, @Nullable TreePath> onlyValue) {
        this.source = source;
        this.onlyValue = onlyValue;
    }

    /** The variables whose values a call may keep. */
    Set<Element> keptBy(TreePath call) {
        Set<Element> kept = new HashSet<>();
        if (call.getLeaf() instanceof MethodInvocationTree tree && keeps(call)) {
            tree.getArguments().forEach(argument -> kept.addAll(in(new TreePath(call, argument))));
        }
        return kept;
    }

    /** Whether a call may keep its arguments. */
    boolean keeps(TreePath call) {
        return call.getLeaf() instanceof MethodInvocationTree tree
                && source.trees().getElement(call) instanceof ExecutableElement method
                && !source.isAwaited(method.getReturnType())
                && keeps(call, tree, method);
    }

    private boolean keeps(TreePath call, MethodInvocationTree tree, ExecutableElement method) {
        String name = method.getSimpleName().toString().toLowerCase(Locale.ROOT);
        boolean isOfAnother = !method.getModifiers().contains(Modifier.STATIC)
                && tree.getMethodSelect() instanceof MemberSelectTree select
                && isAnother(new TreePath(new TreePath(call, select), select.getExpression()));
        if (KEEP.stream().anyMatch(name::startsWith)) {
            return isOfAnother || !(tree.getMethodSelect() instanceof MemberSelectTree);
        }
        String owner = Source.ownerOf(method);
        return isOfAnother
                && !owner.startsWith("java.")
                && !owner.contains("Log")
                && ONLY_READ.stream().noneMatch(name::startsWith);
    }

    /** Whether an object is not one that the method has made and has in a variable. */
    private boolean isAnother(TreePath object) {
        Element variable = source.trees().getElement(object);
        TreePath value =
                variable != null && variable.getKind() == ElementKind.LOCAL_VARIABLE ? onlyValue.apply(variable) : null;
        return value == null || !(value.getLeaf() instanceof NewClassTree);
    }

    /** The variables whose values are an expression, or part of an object that it makes. */
    Set<Element> in(TreePath expression) {
        Set<Element> found = new HashSet<>();
        Deque<TreePath> open = new ArrayDeque<>(Values.of(expression, source));
        while (!open.isEmpty()) {
            TreePath value = open.pop();
            Element element = source.trees().getElement(value);
            if (value.getLeaf() instanceof IdentifierTree && element != null) {
                found.add(element);
            } else if (value.getLeaf() instanceof LambdaExpressionTree) {
                found.addAll(Names.in(value, source));
            } else if (value.getLeaf() instanceof NewClassTree made) {
                for (ExpressionTree argument : made.getArguments()) {
                    open.addAll(Values.of(new TreePath(value, argument), source));
                }
            }
        }
        return found;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.NewClassTree;
import com.sun.source.util.TreePath;
import dev.weft.diagnostic.GeneratorDetails;
import dev.weft.javac.check.source.Source;
import java.util.Set;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/**
 * The loss when nobody takes the result of a call. What a method returns only because its type parameter says so, as {@code
 * Map.put} returns what was there before, may be dropped.
 */
final class DroppedResult {
    private static final String FUNCTIONS = "java.util.function.";
    private static final Set<String> OTHER_FUNCTIONS = Set.of("java.util.concurrent.Callable");

    private final Source source;

    DroppedResult(Source source) {
        this.source = source;
    }

    /** Says what is lost; null if nothing is. */
    @Nullable
    String whyItMatters(TreePath expression) {
        if (expression.getLeaf() instanceof NewClassTree) {
            return source.isLazy(source.trees().getTypeMirror(expression))
                    ? "it has not started, and never will"
                    : null;
        }
        if (!(source.trees().getElement(expression) instanceof ExecutableElement method)) {
            return null;
        }
        String loss = loss(method, expression);
        return loss == null || mayBeIgnored(method) ? null : loss;
    }

    private @Nullable String loss(ExecutableElement method, TreePath call) {
        TypeMirror returned = method.getReturnType();
        if (source.isLazy(
                isFunction(method) || Source.awaits(method) ? source.trees().getTypeMirror(call) : returned)) {
            return Source.ownerOf(method).equals(Source.TASK)
                    ? "a completed task does nothing by itself"
                    : "it has not started, and never will";
        }
        if (source.isGenerator(returned)) {
            return GeneratorDetails.NEVER_ASKED;
        }
        return Source.isMarked(method) && source.isAsyncResult(returned)
                ? "it runs, but if it fails nobody hears of it"
                : null;
    }

    private static boolean isFunction(ExecutableElement method) {
        String owner = Source.ownerOf(method);
        return owner.startsWith(FUNCTIONS) || OTHER_FUNCTIONS.contains(owner);
    }

    /** A method that says so, or that returns its own object so that calls can be chained. */
    private boolean mayBeIgnored(ExecutableElement method) {
        boolean saysSo = method.getAnnotationMirrors().stream()
                .anyMatch(annotation -> annotation
                        .getAnnotationType()
                        .asElement()
                        .getSimpleName()
                        .contentEquals("CanIgnoreReturnValue"));
        return saysSo || (isChained(method) && !source.isGenerator(method.getReturnType()));
    }

    private boolean isChained(ExecutableElement method) {
        return !method.getModifiers().contains(Modifier.STATIC)
                && !Source.isMarked(method)
                && method.getEnclosingElement() instanceof TypeElement owner
                && source.types()
                        .isSameType(
                                source.types().erasure(method.getReturnType()),
                                source.types().erasure(owner.asType()));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check.source;

import java.util.ArrayDeque;
import java.util.Deque;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import org.jspecify.annotations.Nullable;

/** What methods declare of a cancellation of their operation, themselves or where they are declared first. */
public final class CancelSafety {
    private static final String SAFE = "dev.weft.CancelSafe";
    private static final String NOT_SAFE = "dev.weft.NotCancelSafe";

    private final Source source;

    /**
     * Makes one.
     *
     * @param source the compilation
     */
    public CancelSafety(Source source) {
        this.source = source;
    }

    /**
     * Whether a method declares that a cancellation loses nothing.
     *
     * @param method the method
     * @return true if it does
     */
    public boolean isDeclared(ExecutableElement method) {
        AnnotationMirror mark = mark(method);
        return mark != null && isNamed(mark, SAFE);
    }

    /**
     * Returns what a method declares that a cancellation loses.
     *
     * @param method the method
     * @return the phrase; null if it declares no loss
     */
    public @Nullable String loss(ExecutableElement method) {
        AnnotationMirror mark = mark(method);
        return mark != null && isNamed(mark, NOT_SAFE)
                ? mark.getElementValues().values().stream()
                        .findFirst()
                        .map(AnnotationValue::getValue)
                        .map(String::valueOf)
                        .orElse("")
                : null;
    }

    /** The annotation of a method; else that of one that it overrides, the nearest first. */
    private @Nullable AnnotationMirror mark(ExecutableElement method) {
        AnnotationMirror own = ownMark(method);
        if (own != null || !(method.getEnclosingElement() instanceof TypeElement owner)) {
            return own;
        }
        Deque<TypeMirror> open = new ArrayDeque<>(source.types().directSupertypes(owner.asType()));
        while (!open.isEmpty()) {
            TypeMirror each = open.poll();
            AnnotationMirror inherited = each instanceof DeclaredType type ? inherited(method, type, owner) : null;
            if (inherited != null) {
                return inherited;
            }
            open.addAll(source.types().directSupertypes(each));
        }
        return null;
    }

    private @Nullable AnnotationMirror inherited(ExecutableElement method, DeclaredType type, TypeElement owner) {
        for (ExecutableElement each : ElementFilter.methodsIn(type.asElement().getEnclosedElements())) {
            if (each.getSimpleName().equals(method.getSimpleName())
                    && source.elements().overrides(method, each, owner)) {
                return ownMark(each);
            }
        }
        return null;
    }

    private static @Nullable AnnotationMirror ownMark(Element method) {
        for (AnnotationMirror mark : method.getAnnotationMirrors()) {
            if (isNamed(mark, SAFE) || isNamed(mark, NOT_SAFE)) {
                return mark;
            }
        }
        return null;
    }

    private static boolean isNamed(AnnotationMirror mark, String name) {
        return mark.getAnnotationType().asElement() instanceof TypeElement type
                && type.getQualifiedName().contentEquals(name);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check.source;

import com.sun.source.util.TreePath;
import java.util.List;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.ExecutableType;
import javax.lang.model.type.IntersectionType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.WildcardType;
import javax.lang.model.util.ElementFilter;
import org.jspecify.annotations.Nullable;

/** The method that a lambda or method reference implements. */
public final class FunctionType {
    private final Source source;

    /**
     * Makes one.
     *
     * @param source the compilation
     */
    public FunctionType(Source source) {
        this.source = source;
    }

    /**
     * Returns what that method returns.
     *
     * @param function the lambda or method reference
     * @return the type; null if it cannot be told
     */
    public @Nullable TypeMirror returned(TreePath function) {
        return returned(source.trees().getTypeMirror(function));
    }

    private @Nullable TypeMirror returned(@Nullable TypeMirror target) {
        if (target instanceof IntersectionType cast) { // (Supplier<…> & Serializable)
            for (TypeMirror bound : cast.getBounds()) {
                TypeMirror returned = returned(bound);
                if (returned != null) {
                    return returned;
                }
            }
        }
        return target instanceof DeclaredType type ? returned(withoutWildcards(type)) : null;
    }

    private @Nullable TypeMirror returned(DeclaredType type) {
        for (ExecutableElement method :
                ElementFilter.methodsIn(source.elements().getAllMembers((TypeElement) type.asElement()))) {
            if (method.getModifiers().contains(Modifier.ABSTRACT) && !isOfObject(method)) {
                return ((ExecutableType) source.types().asMemberOf(type, method)).getReturnType();
            }
        }
        return null;
    }

    /** The type that javac compiles a lambda for, near enough: JLS 9.9. */
    private DeclaredType withoutWildcards(DeclaredType type) {
        TypeElement element = (TypeElement) type.asElement();
        TypeMirror[] arguments = type.getTypeArguments().toArray(TypeMirror[]::new);
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i] instanceof WildcardType wildcard) {
                TypeMirror lower = wildcard.getSuperBound();
                TypeMirror upper = wildcard.getExtendsBound();
                TypeMirror declared =
                        element.getTypeParameters().get(i).getBounds().get(0);
                arguments[i] = lower != null
                        ? lower
                        : upper != null ? upper : source.types().erasure(declared);
            }
        }
        return source.types().getDeclaredType(element, arguments);
    }

    /** An interface may declare again what every object has, as Comparator does. */
    private boolean isOfObject(ExecutableElement method) {
        List<ExecutableElement> ofObject = ElementFilter.methodsIn(
                source.elements().getTypeElement("java.lang.Object").getEnclosedElements());
        return ofObject.stream()
                .anyMatch(inherited -> inherited.getSimpleName().equals(method.getSimpleName())
                        && inherited.getParameters().size()
                                == method.getParameters().size());
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.util.TreePath;
import dev.weft.diagnostic.Diagnostic;
import dev.weft.javac.check.source.Enclosing;
import dev.weft.javac.check.source.Source;
import dev.weft.javac.check.source.Values;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.PrimitiveType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.TypeVariable;
import javax.lang.model.type.WildcardType;
import org.jspecify.annotations.Nullable;

/** A rule for emits of what is no element of the generator, by its type without type arguments, or null. javac cannot know. */
final class EmitType extends Rule {
    EmitType(Source source) {
        super(Diagnostic.EMIT_TYPE, source);
    }

    @Override
    Set<Seen> sees() {
        return Set.of(Seen.EMIT);
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void unused) {
        if (call.getArguments().size() == 1) {
            TypeMirror elements =
                    elements(Enclosing.of(getCurrentPath(), source).generated(source));
            TreePath argument =
                    new TreePath(getCurrentPath(), call.getArguments().get(0));
            if (elements != null) {
                check(argument, elements);
            }
        }
        return null;
    }

    /** A choice between objects has the type of the parameter, {@code Object}: what it chooses from is looked at, until one does not fit. */
    private void check(TreePath argument, TypeMirror elements) {
        TypeMirror whole = source.trees().getTypeMirror(argument);
        boolean isNumber = whole != null && whole.getKind().isPrimitive();
        for (TreePath value : isNumber ? List.of(argument) : Values.chosen(argument, source)) {
            TypeMirror emitted = source.trees().getTypeMirror(value);
            if (emitted != null && !fits(value, emitted, elements)) {
                boolean isNull = emitted.getKind() == TypeKind.NULL; // which javac calls <nulltype>
                report(
                        getCurrentPath(),
                        (isNull ? "null" : emitted) + " in a generator of " + elements
                                + (isNull ? "; where there is no value, emit an Optional, or nothing" : ""));
                return;
            }
        }
    }

    /** The type of the elements of a generator; null if that is open. */
    private static @Nullable TypeMirror elements(@Nullable TypeMirror generator) {
        if (!(generator instanceof DeclaredType type) || type.getTypeArguments().size() != 1) {
            return null;
        }
        TypeMirror argument = type.getTypeArguments().get(0);
        return argument instanceof WildcardType wildcard ? wildcard.getExtendsBound() : argument;
    }

    private boolean fits(TreePath value, TypeMirror emitted, TypeMirror elements) {
        if (emitted.getKind() == TypeKind.NULL) {
            return false;
        }
        if (emitted.getKind() == TypeKind.ERROR || elements.getKind() == TypeKind.ERROR) {
            return true;
        }
        TypeMirror object = emitted instanceof PrimitiveType number
                ? source.types().boxedClass(number).asType()
                : emitted;
        return isOpen(value)
                || source.types().isAssignable(object, source.types().erasure(elements));
    }

    /** What a generic method returns only because nothing else was asked for is no {@code Object} for sure. */
    private boolean isOpen(TreePath value) {
        return value.getLeaf() instanceof MethodInvocationTree
                && source.trees().getElement(value) instanceof ExecutableElement method
                && method.getReturnType() instanceof TypeVariable result
                && method.getTypeParameters().contains(result.asElement());
    }
}

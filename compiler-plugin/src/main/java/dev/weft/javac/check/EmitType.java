// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.util.TreePath;
import dev.weft.diagnostic.Diagnostic;
import dev.weft.javac.check.source.Enclosing;
import dev.weft.javac.check.source.Source;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.WildcardType;
import org.jspecify.annotations.Nullable;

/** A rule for emits of what is no element of the generator, by its type without type arguments, or null. javac cannot know. */
final class EmitType extends Rule {
    EmitType(Source source) {
        super(Diagnostic.EMIT_TYPE, source);
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void unused) {
        if (source.isEmit(getCurrentPath()) && call.getArguments().size() == 1) {
            TypeMirror elements =
                    elements(Enclosing.of(getCurrentPath(), source).generated(source));
            ExpressionTree argument = call.getArguments().get(0);
            TypeMirror emitted = source.trees().getTypeMirror(new TreePath(getCurrentPath(), argument));
            if (elements != null && emitted != null && !fits(argument, emitted, elements)) {
                report(getCurrentPath(), emitted + " in a generator of " + elements);
            }
        }
        return super.visitMethodInvocation(call, null);
    }

    /** The type of the elements of a generator; null if that is open. */
    private static @Nullable TypeMirror elements(@Nullable TypeMirror generator) {
        if (!(generator instanceof DeclaredType type) || type.getTypeArguments().size() != 1) {
            return null;
        }
        TypeMirror argument = type.getTypeArguments().get(0);
        return argument instanceof WildcardType wildcard ? wildcard.getExtendsBound() : argument;
    }

    /** What a call returns only because nothing else was asked for is no {@code Object} for sure. */
    private boolean fits(ExpressionTree argument, TypeMirror emitted, TypeMirror elements) {
        if (emitted.getKind() == TypeKind.NULL) {
            return false;
        }
        if (emitted.getKind() == TypeKind.ERROR || elements.getKind() == TypeKind.ERROR) {
            return true;
        }
        boolean isOpen = argument instanceof MethodInvocationTree
                && source.types().isSameType(source.types().erasure(emitted), objectType());
        TypeMirror erased =
                emitted.getKind().isPrimitive() ? emitted : source.types().erasure(emitted);
        return isOpen || source.types().isAssignable(erased, source.types().erasure(elements));
    }

    private TypeMirror objectType() {
        return source.elements().getTypeElement("java.lang.Object").asType();
    }
}

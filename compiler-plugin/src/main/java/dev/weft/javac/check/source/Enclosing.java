// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check.source;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.SynchronizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/**
 * The method, lambda or initialiser that a piece of source becomes part of.
 *
 * @param kind what it is
 * @param path where it is
 * @param isMarked whether it has the annotation
 * @param isAsync whether it is woven: it returns a task, stage or generator, or JUnit calls it, and has the annotation if it is a method, or awaits or emits
 *     if it is a lambda
 * @param holdsMonitor whether the piece stands in a synchronized block of it
 */
public record Enclosing(Kind kind, TreePath path, boolean isMarked, boolean isAsync, boolean holdsMonitor) {
    /** The kinds of code. */
    public enum Kind {
        /** A method. */
        METHOD,
        /** A lambda. */
        LAMBDA,
        /** A constructor. */
        CONSTRUCTOR,
        /** What javac copies into each constructor. */
        INITIALIZER,
        /** What runs when the JVM initialises the class. */
        STATIC_INITIALIZER
    }

    /**
     * Finds it.
     *
     * @param piece a piece of source inside a class
     * @param source the compilation
     * @return the innermost such code
     */
    public static Enclosing of(TreePath piece, Source source) {
        return source.memory().enclosing(piece, () -> find(piece, source));
    }

    private static Enclosing find(TreePath piece, Source source) {
        boolean holdsMonitor = false;
        TreePath path = piece;
        for (TreePath parent = path.getParentPath(); ; path = parent, parent = path.getParentPath()) {
            Tree outer = parent.getLeaf();
            if (outer instanceof MethodTree method) {
                return ofMethod(method, parent, holdsMonitor, source);
            }
            if (outer instanceof LambdaExpressionTree lambda) {
                TreePath function = parent;
                boolean isAsync = source.memory()
                        .isAsync(
                                lambda,
                                () -> source.isAsyncResult(new FunctionType(source).returned(function))
                                        && LambdaAwaits.anywhereIn(lambda, function, source));
                return new Enclosing(Kind.LAMBDA, parent, false, isAsync, holdsMonitor);
            }
            if (outer instanceof ClassTree) {
                return new Enclosing(ofMember(path, source), path, false, false, holdsMonitor);
            }
            // The lock itself is evaluated before it is taken.
            holdsMonitor |= outer instanceof SynchronizedTree block && block.getBlock() == path.getLeaf();
        }
    }

    /**
     * Returns the type of what it returns, if it is a generator.
     *
     * @param source the compilation
     * @return the type; null if it is no generator
     */
    public @Nullable TypeMirror generated(Source source) {
        TypeMirror returned = isAsync ? returned(source) : null;
        return source.isGenerator(returned) ? returned : null;
    }

    /**
     * Returns the type of what a method or a lambda returns.
     *
     * @param source the compilation
     * @return the type; null if that is not known
     */
    public @Nullable TypeMirror returned(Source source) {
        return kind == Kind.LAMBDA
                ? new FunctionType(source).returned(path)
                : ((ExecutableElement) source.trees().getElement(path)).getReturnType();
    }

    private static Enclosing ofMethod(MethodTree method, TreePath path, boolean holdsMonitor, Source source) {
        ExecutableElement element = (ExecutableElement) source.trees().getElement(path);
        boolean isMarked = Source.isMarked(element);
        return new Enclosing(
                method.getReturnType() == null ? Kind.CONSTRUCTOR : Kind.METHOD,
                path,
                isMarked,
                isMarked && source.mayBeAsync(element),
                holdsMonitor);
    }

    private static Kind ofMember(TreePath member, Source source) {
        boolean isStatic = member.getLeaf() instanceof BlockTree block
                ? block.isStatic()
                : isStatic(source.trees().getElement(member));
        return isStatic ? Kind.STATIC_INITIALIZER : Kind.INITIALIZER;
    }

    /** A field of an interface is static without the word. */
    private static boolean isStatic(@Nullable Element field) {
        return field != null && field.getModifiers().contains(Modifier.STATIC);
    }
}

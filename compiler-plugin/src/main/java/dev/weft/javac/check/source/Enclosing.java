// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check.source;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.SynchronizedTree;
import com.sun.source.util.TreePath;
import java.util.ArrayList;
import java.util.List;
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
    /** So many steps are taken again for each piece: to remember what is found for them takes longer. */
    private static final int SHORT_WAY = 30;

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

    /** Goes out to the code, or to what was known on the way; where that is long, what is found is known for all of it. */
    private static Enclosing find(TreePath piece, Source source) {
        List<TreePath> way = new ArrayList<>();
        Enclosing found = null;
        for (TreePath path = piece; found == null; path = path.getParentPath()) {
            source.memory().visited();
            way.add(path);
            found = way.size() > SHORT_WAY ? source.memory().enclosing(path.getLeaf()) : null;
            found = found == null ? directlyAround(path, source) : found;
        }
        boolean isLong = way.size() > SHORT_WAY;
        for (int i = way.size() - 1; i >= 0; i--) {
            found = isLocked(way.get(i)) ? found.withMonitor() : found;
            if (isLong) {
                source.memory().remember(way.get(i).getLeaf(), found);
            }
        }
        return found;
    }

    /** The code whose next part a place is; null if there is something in between. */
    private static @Nullable Enclosing directlyAround(TreePath path, Source source) {
        TreePath parent = path.getParentPath();
        if (parent.getLeaf() instanceof MethodTree method) {
            return ofMethod(method, parent, source);
        }
        if (parent.getLeaf() instanceof LambdaExpressionTree lambda) {
            return ofLambda(lambda, parent, source);
        }
        return parent.getLeaf() instanceof ClassTree
                ? new Enclosing(ofMember(path, source), path, false, false, false)
                : null;
    }

    private static Enclosing ofLambda(LambdaExpressionTree lambda, TreePath path, Source source) {
        boolean isAsync = source.memory()
                .isAsync(
                        lambda,
                        () -> source.isAsyncResult(new FunctionType(source).returned(path))
                                && LambdaAwaits.anywhereIn(lambda, path, source));
        return new Enclosing(Kind.LAMBDA, path, false, isAsync, false);
    }

    /** Whether a place is the block of a synchronized statement; the lock itself is evaluated before it is taken. */
    private static boolean isLocked(TreePath place) {
        return place.getParentPath().getLeaf() instanceof SynchronizedTree block && block.getBlock() == place.getLeaf();
    }

    private Enclosing withMonitor() {
        return holdsMonitor ? this : new Enclosing(kind, path, isMarked, isAsync, true);
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

    private static Enclosing ofMethod(MethodTree method, TreePath path, Source source) {
        ExecutableElement element = (ExecutableElement) source.trees().getElement(path);
        boolean isMarked = Source.isMarked(element);
        return new Enclosing(
                method.getReturnType() == null ? Kind.CONSTRUCTOR : Kind.METHOD,
                path,
                isMarked,
                isMarked && source.mayBeAsync(element),
                false);
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

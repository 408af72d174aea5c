// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check.source;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.Trees;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;
import org.jspecify.annotations.Nullable;

/**
 * One compilation of javac, asked in the words of Weft.
 *
 * @param trees sources and their elements
 * @param types types of the compilation
 * @param elements elements of the compilation
 * @param memory what is known already
 */
public record Source(Trees trees, Types types, Elements elements, Memory memory) {
    /** The class that has {@code await} and what else a program calls. */
    public static final String WEFT = "dev.weft.Weft";

    /** The type of tasks. */
    public static final String TASK = "dev.weft.Task";

    private static final String AWAITABLE = "dev.weft.Awaitable";
    private static final String SCHEDULED_TASK = "dev.weft.ScheduledTask";
    private static final String ASYNC_TEST = "dev.weft.junit.AsyncTest";
    private static final String JUNIT = "org.junit.jupiter.";
    private static final Set<String> MARKS = Set.of("dev.weft.Async", ASYNC_TEST);
    private static final Set<String> AWAITING = Set.of("await", "run", "block");
    private static final String GENERATOR = "dev.weft.AsyncGenerator";
    private static final Set<String> RESULTS =
            Set.of(TASK, GENERATOR, "java.util.concurrent.CompletionStage", "java.util.concurrent.CompletableFuture");

    /**
     * Makes one for a compilation.
     *
     * @param task the compilation
     * @return the source
     */
    public static Source of(JavacTask task) {
        return new Source(Trees.instance(task), task.getTypes(), task.getElements(), new Memory());
    }

    /**
     * Finds a class at the top of a file. In the file alone: javac would search all that stands before it, on the Java stack.
     *
     * @param type the class; null for none
     * @param file the file
     * @return where it is
     */
    public Optional<TreePath> inFile(@Nullable TypeElement type, CompilationUnitTree file) {
        TreePath top = new TreePath(file);
        return file.getTypeDecls().stream()
                .map(each -> new TreePath(top, each))
                .filter(path ->
                        path.getLeaf() instanceof ClassTree && type != null && type.equals(trees.getElement(path)))
                .findFirst();
    }

    /**
     * Returns the class whose file holds what is at a place.
     *
     * @param path the place
     * @return its binary name
     */
    public String classOf(TreePath path) {
        TreePath type = path;
        while (!(type.getLeaf() instanceof ClassTree)) {
            type = type.getParentPath();
        }
        return elements.getBinaryName((TypeElement) trees.getElement(type)).toString();
    }

    /**
     * Returns where a place begins.
     *
     * @param path the place
     * @return the line; 0 if javac has forgotten the lines, as it does on its way to class files without them
     */
    public long firstLine(TreePath path) {
        CompilationUnitTree file = path.getCompilationUnit();
        return file.getLineMap() == null
                ? 0
                : file.getLineMap().getLineNumber(trees.getSourcePositions().getStartPosition(file, path.getLeaf()));
    }

    /**
     * Whether the code that is compiled could use Weft at all.
     *
     * @return false if the runtime is not there
     */
    public boolean knowsWeft() {
        return elements.getTypeElement(AWAITABLE) != null;
    }

    /**
     * Whether a call, or a method reference, is of {@code Weft.await}.
     *
     * @param path the call or reference
     * @return true if it is
     */
    public boolean isAwait(TreePath path) {
        return isOfWeft(path, "await");
    }

    /**
     * Whether a call, or a method reference, is of {@code Weft.emit}.
     *
     * @param path the call or reference
     * @return true if it is
     */
    public boolean isEmit(TreePath path) {
        return isOfWeft(path, "emit");
    }

    /**
     * Whether the method around may be suspended at a call, as far as that says.
     *
     * @param path the call
     * @return true for an await and an emit
     */
    public boolean suspends(TreePath path) {
        return isAwait(path) || isEmit(path);
    }

    private boolean isOfWeft(TreePath path, String name) {
        return trees.getElement(path) instanceof ExecutableElement method
                && method.getSimpleName().contentEquals(name)
                && ownerOf(method).equals(WEFT);
    }

    /**
     * Whether a method waits for something, and throws what that has failed with.
     *
     * @param method the method
     * @return true for {@code await}, {@code run} and {@code block}
     */
    public static boolean awaits(ExecutableElement method) {
        return AWAITING.contains(method.getSimpleName().toString())
                && ownerOf(method).startsWith("dev.weft.");
    }

    /**
     * Returns the class that declares a method.
     *
     * @param method the method
     * @return its qualified name
     */
    public static String ownerOf(ExecutableElement method) {
        return method.getEnclosingElement() instanceof TypeElement owner
                ? owner.getQualifiedName().toString()
                : "";
    }

    /**
     * Whether a type is a class, or one below it.
     *
     * @param type the type; null for none
     * @param className the qualified name of the class
     * @return false if the compilation does not know the class
     */
    public boolean isBelow(@Nullable TypeMirror type, String className) {
        if (type == null || type.getKind() == TypeKind.VOID || type.getKind().isPrimitive()) {
            return false;
        }
        return type.getKind() == TypeKind.DECLARED
                ? memory.isBelow(((DeclaredType) type).asElement(), className, () -> isErasureBelow(type, className))
                : isErasureBelow(type, className);
    }

    private boolean isErasureBelow(TypeMirror type, String className) {
        TypeElement top = elements.getTypeElement(className);
        return top != null && types.isSubtype(types.erasure(type), types.erasure(top.asType()));
    }

    /**
     * Whether a type is of things that do nothing before they are awaited.
     *
     * @param type the type; null for none
     * @return true if it is
     */
    public boolean isLazy(@Nullable TypeMirror type) {
        return isBelow(type, AWAITABLE) && !isBelow(type, SCHEDULED_TASK);
    }

    /**
     * Whether a type is of things that are awaited, stages among them.
     *
     * @param type the type; null for none
     * @return true if it is
     */
    public boolean isAwaited(@Nullable TypeMirror type) {
        return isBelow(type, AWAITABLE) || isBelow(type, "java.util.concurrent.CompletionStage");
    }

    /**
     * Whether a type is {@code Task}.
     *
     * @param type the type; null for none
     * @return true if it is
     */
    public boolean isTask(@Nullable TypeMirror type) {
        return isAsyncResult(type) && isBelow(type, TASK);
    }

    /**
     * Whether an expression may have the value of a call that makes a task that has not run.
     *
     * @param expression the expression
     * @return true if it may
     */
    public boolean makesColdTask(TreePath expression) {
        return Values.of(expression, this).stream().anyMatch(this::isCallForColdTask);
    }

    /** Those of {@code Task} itself make tasks that are complete from the start. */
    private boolean isCallForColdTask(TreePath value) {
        return value.getLeaf() instanceof MethodInvocationTree
                && trees.getElement(value) instanceof ExecutableElement method
                && isNamed(types.erasure(method.getReturnType()), Set.of(TASK))
                && !ownerOf(method).equals(TASK);
    }

    /**
     * Whether an element has an annotation that makes a method async: {@code @Async} or {@code @AsyncTest}.
     *
     * @param element the element
     * @return true if it has
     */
    public static boolean isMarked(Element element) {
        for (AnnotationMirror annotation : element.getAnnotationMirrors()) {
            if (isNamed(annotation.getAnnotationType(), MARKS)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether JUnit calls a method: it has an annotation of JUnit, or {@code @AsyncTest}.
     *
     * @param method the method
     * @return true if it has
     */
    public static boolean isTest(ExecutableElement method) {
        return method.getAnnotationMirrors().stream()
                .map(annotation -> annotation.getAnnotationType().toString())
                .anyMatch(name -> name.equals(ASYNC_TEST) || name.startsWith(JUNIT));
    }

    /**
     * Whether a method that is marked returns what it may: a task, a stage, a generator, or nothing if JUnit calls it, which passes over
     * private methods.
     *
     * @param method the method
     * @return true if it does
     */
    public boolean mayBeAsync(ExecutableElement method) {
        boolean isVoid = method.getReturnType().getKind() == TypeKind.VOID;
        boolean isPrivate = method.getModifiers().contains(Modifier.PRIVATE);
        return isVoid ? isTest(method) && !isPrivate : isAsyncResult(method.getReturnType());
    }

    /**
     * Whether a type is one that async methods return. As the class file has it: what a type variable stands for does not matter
     * there.
     *
     * @param type the type; null for none
     * @return true if it is
     */
    public boolean isAsyncResult(@Nullable TypeMirror type) {
        return type != null && type.getKind() != TypeKind.VOID && isNamed(types.erasure(type), RESULTS);
    }

    /**
     * Whether a type is {@code AsyncGenerator}.
     *
     * @param type the type; null for none
     * @return true if it is
     */
    public boolean isGenerator(@Nullable TypeMirror type) {
        return isAsyncResult(type) && isBelow(type, GENERATOR);
    }

    private static boolean isNamed(TypeMirror type, Set<String> names) {
        return type instanceof DeclaredType declared
                && declared.asElement() instanceof TypeElement element
                && names.contains(element.getQualifiedName().toString());
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.util.TreePath;
import dev.weft.javac.check.source.Source;
import java.util.List;
import java.util.Objects;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.UnionType;
import org.jspecify.annotations.Nullable;

/** What try statements do when something inside them is thrown. */
final class Saving {
    /** What a cancelled await throws. */
    static final String CANCELLATION = "java.util.concurrent.CancellationException";

    /** What closes a generator is of this type, and of no other that anybody catches. */
    static final String ANYTHING = "java.lang.Throwable";

    private final Source source;

    Saving(Source source) {
        this.source = source;
    }

    /** Whether a place is a try statement that runs code of its own when what is inside is cancelled. */
    boolean runs(TreePath place, TreePath inside) {
        return place.getLeaf() instanceof TryTree guarded
                && inside.getLeaf() == guarded.getBlock()
                && (guarded.getFinallyBlock() != null
                        || guarded.getCatches().stream()
                                .anyMatch(each -> catches(new TreePath(place, each), CANCELLATION)));
    }

    /** Whether a catch block gets an exception of this type. */
    boolean catches(TreePath handler, String exception) {
        TypeMirror thrown = type(exception);
        return caught(handler).stream().anyMatch(type -> source.types().isSubtype(thrown, type));
    }

    /** The types that a catch block catches. */
    private List<? extends TypeMirror> caught(TreePath handler) {
        Tree parameter = ((CatchTree) handler.getLeaf()).getParameter();
        TypeMirror caught = source.trees().getTypeMirror(new TreePath(handler, parameter));
        List<? extends TypeMirror> types =
                caught instanceof UnionType union ? union.getAlternatives() : List.of(caught);
        return types.stream()
                .filter(type -> type.getKind() == TypeKind.DECLARED)
                .toList();
    }

    /**
     * The catch block of the method that may get what is thrown in other code.
     *
     * @param jump the throw
     * @param code the other code
     * @param exception what that has caught if it is a catch block, and throws on if it throws its parameter
     * @return null if nothing catches it
     */
    @Nullable
    TreePath catcher(TreePath jump, TreePath code, String exception) {
        TypeMirror thrown = thrown(jump, code, exception);
        TreePath inner = jump;
        for (TreePath each = jump.getParentPath(); !isMethod(each.getLeaf()); each = each.getParentPath()) {
            if (each.getLeaf() instanceof TryTree guarded && isGuarded(inner.getLeaf(), guarded)) {
                for (CatchTree other : guarded.getCatches()) {
                    TreePath path = new TreePath(each, other);
                    if (caught(path).stream().anyMatch(type -> mayBe(thrown, type))) {
                        return path;
                    }
                }
            }
            inner = each;
        }
        return null;
    }

    private TypeMirror thrown(TreePath jump, TreePath code, String exception) {
        TreePath value = new TreePath(jump, ((ThrowTree) jump.getLeaf()).getExpression());
        return code.getLeaf() instanceof CatchTree handler
                        && catches(code, exception)
                        && Objects.equals(
                                source.trees().getElement(value),
                                source.trees().getElement(new TreePath(code, handler.getParameter())))
                ? type(exception)
                : source.trees().getTypeMirror(value);
    }

    private boolean mayBe(TypeMirror thrown, TypeMirror caught) {
        return source.types().isSubtype(thrown, caught) || source.types().isSubtype(caught, thrown);
    }

    private TypeMirror type(String exception) {
        return source.elements().getTypeElement(exception).asType();
    }

    private static boolean isGuarded(Tree inner, TryTree guarded) {
        return inner == guarded.getBlock() || guarded.getResources().contains(inner);
    }

    private static boolean isMethod(Tree tree) {
        return tree instanceof MethodTree || tree instanceof LambdaExpressionTree || tree instanceof ClassTree;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.ArrayAccessTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TypeCastTree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.util.TreePath;
import dev.weft.javac.check.source.Source;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/**
 * What the value of an expression is made of: a length of the header that was read, a text of some bytes. What only decides between values
 * is no part of them, and what was given to somebody who keeps it is safe there.
 */
final class MadeOf {
    /** Nobody writes more of them into one expression, but generators. */
    private static final int MOST = 50;

    private final Source source;
    private final Keeping keeping;

    MadeOf(Source source, Keeping keeping) {
        this.source = source;
        this.keeping = keeping;
    }

    /** Whether a value of this type is nothing of which one could say that it is lost: an answer, or what is yet to be awaited. */
    boolean isNothing(TypeMirror type) {
        return type.getKind() == TypeKind.BOOLEAN
                || source.isBelow(type, "java.lang.Boolean")
                || source.isBelow(type, "java.util.concurrent.CompletionStage")
                || source.isAwaited(type);
    }

    /** The awaits and the names that are parts of the value of an expression. */
    List<TreePath> partsOf(TreePath expression) {
        List<TreePath> parts = new ArrayList<>();
        Deque<TreePath> open = new ArrayDeque<>(List.of(expression));
        for (int i = 0; i < MOST && !open.isEmpty(); i++) {
            TreePath value = open.pop();
            if (value.getLeaf() instanceof IdentifierTree || source.isAwait(value)) {
                parts.add(value);
            } else {
                inside(value).forEach(inner -> open.add(new TreePath(value, inner)));
            }
        }
        return parts;
    }

    private Stream<? extends Tree> inside(TreePath value) {
        Tree tree = value.getLeaf();
        if (tree instanceof MethodInvocationTree call) {
            return keeping.keeps(value)
                    ? Stream.of(call.getMethodSelect())
                    : Stream.concat(Stream.of(call.getMethodSelect()), call.getArguments().stream());
        }
        if (tree instanceof MemberSelectTree select) {
            return isOfAnArray(value, select) ? Stream.of() : Stream.of(select.getExpression());
        }
        if (tree instanceof BinaryTree pair) {
            return isAnswer(value) ? Stream.of() : Stream.of(pair.getLeftOperand(), pair.getRightOperand());
        }
        if (tree instanceof ConditionalExpressionTree choice) {
            return Stream.of(choice.getTrueExpression(), choice.getFalseExpression());
        }
        if (tree instanceof NewArrayTree array) {
            return elements(array);
        }
        return tree instanceof NewClassTree made ? made.getArguments().stream() : Stream.ofNullable(insideOne(tree));
    }

    private static @Nullable Tree insideOne(Tree tree) {
        return tree instanceof ParenthesizedTree brackets
                ? brackets.getExpression()
                : tree instanceof TypeCastTree cast
                        ? cast.getExpression()
                        : tree instanceof ArrayAccessTree access
                                ? access.getExpression()
                                : tree instanceof UnaryTree unary ? unary.getExpression() : null;
    }

    /** How many elements an array has is nothing of them. */
    private boolean isOfAnArray(TreePath value, MemberSelectTree select) {
        TypeMirror owner = source.trees().getTypeMirror(new TreePath(value, select.getExpression()));
        return owner != null && owner.getKind() == TypeKind.ARRAY;
    }

    private boolean isAnswer(TreePath value) {
        TypeMirror type = source.trees().getTypeMirror(value);
        return type != null && type.getKind() == TypeKind.BOOLEAN;
    }

    private static Stream<? extends ExpressionTree> elements(NewArrayTree array) {
        List<? extends ExpressionTree> elements = array.getInitializers();
        return elements == null ? Stream.of() : elements.stream();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check.source;

import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javax.lang.model.element.Element;
import org.jspecify.annotations.Nullable;

/** What a compilation remembers of its sources, so that nothing in a method is searched for again for each thing in it. */
public final class Memory {
    private final Map<LambdaExpressionTree, Boolean> asyncLambdas = new WeakHashMap<>();
    private final Map<String, Map<Element, Boolean>> below = new HashMap<>();
    private final Map<Tree, Enclosing> deep = new HashMap<>();
    private @Nullable TreePath lastPiece;
    private @Nullable Enclosing lastEnclosing;
    private long visits;

    /** Remembers nothing yet. */
    public Memory() {}

    boolean isAsync(LambdaExpressionTree lambda, BooleanSupplier answer) {
        Boolean known = asyncLambdas.get(lambda);
        if (known == null) {
            known = answer.getAsBoolean();
            asyncLambdas.put(lambda, known);
        }
        return known;
    }

    /** Whether a class is one, or is below one; its type arguments do not matter. */
    boolean isBelow(Element type, String className, BooleanSupplier answer) {
        Map<Element, Boolean> known = below.computeIfAbsent(className, name -> new WeakHashMap<>());
        Boolean isBelow = known.get(type);
        if (isBelow == null) {
            isBelow = answer.getAsBoolean();
            known.put(type, isBelow);
        }
        return isBelow;
    }

    /** The code around a piece of source. Many rules ask of one piece before they come to the next. */
    Enclosing enclosing(TreePath piece, Supplier<Enclosing> answer) {
        if (lastEnclosing == null || lastPiece != piece) {
            lastEnclosing = answer.get();
            lastPiece = piece;
        }
        return lastEnclosing;
    }

    /** The code around a tree that is deep in it; null if that has not been found out. */
    @Nullable
    Enclosing enclosing(Tree tree) {
        return deep.get(tree);
    }

    void remember(Tree tree, Enclosing enclosing) {
        deep.put(tree, enclosing);
    }

    /** Forgets what is remembered of single trees. Called when all has been asked of a member. */
    public void forgetTrees() {
        deep.clear();
        lastPiece = null;
        lastEnclosing = null;
    }

    void visited() {
        visits++;
    }

    /**
     * Returns how much work this was.
     *
     * @return how many times a piece of source has been visited
     */
    public long visits() {
        return visits;
    }
}

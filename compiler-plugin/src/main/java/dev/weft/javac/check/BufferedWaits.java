// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.IdentifierTree;
import com.sun.source.util.TreePath;
import dev.weft.javac.check.source.Source;
import dev.weft.javac.check.source.Values;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.function.Function;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import org.jspecify.annotations.Nullable;

/**
 * Which generators have a {@code next()} that is cancel-safe, though their type does not say so: those that work ahead, as far as the code
 * around shows that it has made one.
 */
final class BufferedWaits {
    private static final String GENERATOR = "dev.weft.AsyncGenerator";
    private static final Set<String> MAKERS = Set.of("buffer", "window", "merge", "from");

    private final Source source;
    private final Function<Element, @Nullable TreePath> onlyValue;

    /**
     * Makes one.
     *
     * @param source the compilation
     * @param onlyValue the value of a variable that never gets another; null for other variables
     */
    BufferedWaits(Source source, Function<Element, @Nullable TreePath> onlyValue) {
        this.source = source;
        this.onlyValue = onlyValue;
    }

    /** Whether a method is {@code next()} of a generator. */
    static boolean isNext(ExecutableElement method) {
        return method.getSimpleName().contentEquals("next")
                && Source.ownerOf(method).equals(GENERATOR);
    }

    /** Whether an object is surely one of them. */
    boolean isOne(TreePath object) {
        Deque<TreePath> open = new ArrayDeque<>(Values.of(object, source));
        boolean isOne = !open.isEmpty();
        while (isOne && !open.isEmpty()) {
            TreePath value = open.pop();
            Element element = source.trees().getElement(value);
            if (value.getLeaf() instanceof IdentifierTree && element != null) {
                TreePath only = onlyValue.apply(element);
                isOne = only != null && open.addAll(Values.of(only, source));
            } else {
                isOne = element instanceof ExecutableElement maker
                        && MAKERS.contains(maker.getSimpleName().toString())
                        && Source.ownerOf(maker).equals(GENERATOR);
            }
        }
        return isOne;
    }
}

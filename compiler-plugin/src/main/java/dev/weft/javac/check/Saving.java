// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.CatchTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.util.TreePath;
import dev.weft.javac.check.source.Source;
import java.util.List;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.UnionType;

/** What try statements do when something inside them is thrown. */
final class Saving {
    private static final String CANCELLATION = "java.util.concurrent.CancellationException";

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
        Tree parameter = ((CatchTree) handler.getLeaf()).getParameter();
        TypeMirror caught = source.trees().getTypeMirror(new TreePath(handler, parameter));
        TypeMirror thrown = source.elements().getTypeElement(exception).asType();
        List<? extends TypeMirror> types =
                caught instanceof UnionType union ? union.getAlternatives() : List.of(caught);
        return types.stream()
                .anyMatch(type ->
                        type.getKind() == TypeKind.DECLARED && source.types().isSubtype(thrown, type));
    }
}

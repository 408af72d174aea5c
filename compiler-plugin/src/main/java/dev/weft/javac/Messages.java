// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac;

import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.Trees;
import dev.weft.diagnostic.Diagnostic;
import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.tools.Diagnostic.Kind;

/** Says through javac what was found, with its place in the source. */
final class Messages {
    private static final String SUPPRESSED = "weft:";

    /** Silences every tool that has something to say, as Error Prone and the IDEs read it. */
    private static final String ALL_SUPPRESSED = "all";

    private final Trees trees;

    Messages(Trees trees) {
        this.trees = trees;
    }

    /**
     * Says it as loud as the settings want it, unless an annotation around it says that it is known. Returns whether it has been
     * said.
     */
    boolean say(Settings settings, Diagnostic diagnostic, TreePath at, String detail) {
        Optional<Kind> loud = settings.severity(diagnostic).kind().filter(kind -> !isSuppressed(diagnostic, at));
        loud.ifPresent(kind -> print(kind, "[" + diagnostic.text() + "] " + diagnostic.explanation(detail), at));
        return loud.isPresent();
    }

    void error(String text, TreePath at) {
        print(Kind.ERROR, text, at);
    }

    private void print(Kind kind, String text, TreePath at) {
        trees.printMessage(kind, text, at.getLeaf(), at.getCompilationUnit());
    }

    private boolean isSuppressed(Diagnostic diagnostic, TreePath at) {
        Set<String> names = Set.of(SUPPRESSED + diagnostic.text(), ALL_SUPPRESSED);
        for (TreePath path = at; path != null; path = path.getParentPath()) {
            if (isDeclaration(path.getLeaf())) {
                Element element = trees.getElement(path);
                SuppressWarnings suppressed = element == null ? null : element.getAnnotation(SuppressWarnings.class);
                if (suppressed != null && !Collections.disjoint(names, Arrays.asList(suppressed.value()))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isDeclaration(Tree tree) {
        return switch (tree.getKind()) {
            case METHOD, VARIABLE, CLASS, INTERFACE, ENUM, RECORD, ANNOTATION_TYPE -> true;
            default -> false;
        };
    }
}

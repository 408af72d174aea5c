// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import dev.weft.diagnostic.Diagnostic;
import dev.weft.javac.check.source.Source;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A search for one mistake in a class. Used once, on javac's thread. */
abstract class Rule extends TreePathScanner<@Nullable Void, @Nullable Void> {
    final Source source;

    private final Diagnostic diagnostic;
    private final Map<Tree, Report> reports = new LinkedHashMap<>();

    Rule(Diagnostic diagnostic, Source source) {
        this.diagnostic = diagnostic;
        this.source = source;
    }

    /**
     * The mistake, found.
     *
     * @param diagnostic what
     * @param at where
     * @param detail what is special there, empty if nothing is
     */
    record Report(Diagnostic diagnostic, TreePath at, String detail) {}

    final Diagnostic diagnostic() {
        return diagnostic;
    }

    /** Runs the rule over a class and those inside it. Never throws: javac would take that for a bug of its own, and stop. */
    final Collection<Report> check(TreePath type) {
        try {
            scan(type, null);
        } catch (RuntimeException failure) {
            String detail = diagnostic.text() + ": " + failure;
            reports.put(type.getLeaf(), new Report(Diagnostic.RULE_FAILURE, type, detail));
        }
        return reports.values();
    }

    /** Reports the tree that is being visited. */
    final void report() {
        report(getCurrentPath(), "");
    }

    /** Reports a place, once, and what is special there. */
    final void report(TreePath at, String detail) {
        reports.putIfAbsent(at.getLeaf(), new Report(diagnostic, at, detail));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import dev.weft.diagnostic.Diagnostic;
import dev.weft.javac.check.source.Members;
import dev.weft.javac.check.source.Source;
import dev.weft.javac.check.source.Walk;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A search for one mistake in the members of a class. Used once, on javac's thread. */
abstract class Rule extends Walk {
    final Source source;

    private final Diagnostic diagnostic;
    private final Map<Tree, Report> reports = new LinkedHashMap<>();

    Rule(Diagnostic diagnostic, Source source) {
        super(source);
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

    /** Called before a member is looked at. */
    void begin(TreePath member) {}

    /** Called when all of a member has been looked at. */
    void end() {}

    /**
     * Runs the rule over the members of a class. Never throws, errors included: javac would take that for a bug of its own, and stop. It
     * gives up on the member that it fails on, and goes on with the others.
     */
    final Collection<Report> check(List<TreePath> members) {
        for (TreePath member : members) {
            try {
                begin(member);
                walk(member);
                end();
            } catch (Throwable failure) {
                String detail = diagnostic.text() + " gave up on " + Members.name(member) + ": " + failure;
                reports.put(member.getLeaf(), new Report(Diagnostic.RULE_FAILURE, member, detail));
            }
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

    /** Whether a place has been reported. */
    final boolean isReported(TreePath at) {
        return reports.containsKey(at.getLeaf());
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.Tree;
import com.sun.source.util.SimpleTreeVisitor;
import com.sun.source.util.TreePath;
import dev.weft.diagnostic.Diagnostic;
import dev.weft.javac.check.source.Members;
import dev.weft.javac.check.source.Source;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A search for one mistake in the members of a class. It visits what it wants to see, and goes nowhere itself: {@link RuleWalk} does, for all
 * rules. Used once, on javac's thread.
 */
abstract class Rule extends SimpleTreeVisitor<@Nullable Void, @Nullable Void> {
    final Source source;

    private final Diagnostic diagnostic;
    private final Map<Tree, Report> reports = new LinkedHashMap<>();

    /** What is being looked at; null once the rule has given up on it. */
    private @Nullable TreePath member;

    private @Nullable TreePath path;

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

    /** What is to be shown to the rule; it visits nothing else. */
    abstract Set<Seen> sees();

    /** Called before a member is looked at. */
    void begin(TreePath member) {}

    /** Called when all of a member has been looked at. */
    void end() {}

    // ------------------------------------------------------------------ for the walk; none of these throws

    final void start(TreePath next) {
        member = next;
        try {
            begin(next);
        } catch (Throwable failure) {
            giveUp(failure);
        }
    }

    final void look(TreePath place) {
        if (member != null) {
            path = place;
            try {
                place.getLeaf().accept(this, null);
            } catch (Throwable failure) {
                giveUp(failure);
            }
        }
    }

    final void finish() {
        if (member != null) {
            try {
                end();
            } catch (Throwable failure) {
                giveUp(failure);
            }
        }
        member = null;
    }

    /** Says that the rule looks no further at the member. */
    final void giveUp(Throwable failure) {
        if (member != null) {
            String detail = diagnostic.text() + " gave up on " + Members.name(member) + ": " + failure;
            reports.put(member.getLeaf(), new Report(Diagnostic.RULE_FAILURE, member, detail));
            member = null;
        }
    }

    // ------------------------------------------------------------------ for the rule

    /** Where the tree is that is being visited. */
    final TreePath getCurrentPath() {
        if (path == null) {
            throw new IllegalStateException("nothing has been shown yet");
        }
        return path;
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

    /** What has been found. */
    final Collection<Report> reports() {
        return reports.values();
    }
}

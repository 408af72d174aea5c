// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check.source;

import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.YieldTree;
import com.sun.source.util.TreePath;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The expressions one of which gives a switch expression its value. */
final class Yields extends OwnCode {
    private final List<TreePath> found = new ArrayList<>();

    private Yields(Source source) {
        super(source);
    }

    static List<TreePath> of(TreePath path, SwitchExpressionTree choice, Source source) {
        Yields yields = new Yields(source);
        choice.getCases().forEach(each -> yields.walk(new TreePath(path, each)));
        return yields.found;
    }

    @Override
    public @Nullable Void visitCase(CaseTree each, @Nullable Void unused) {
        if (each.getBody() instanceof ExpressionTree value) {
            found.add(new TreePath(getCurrentPath(), value));
            return null;
        }
        return super.visitCase(each, null);
    }

    @Override
    public @Nullable Void visitYield(YieldTree yield, @Nullable Void unused) {
        found.add(new TreePath(getCurrentPath(), yield.getValue()));
        return null;
    }

    /** Has yields of its own. */
    @Override
    public @Nullable Void visitSwitchExpression(SwitchExpressionTree inner, @Nullable Void unused) {
        return null;
    }
}

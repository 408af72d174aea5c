// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import dev.weft.javac.check.source.Source;
import dev.weft.javac.check.source.Values;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import javax.lang.model.element.Element;
import org.jspecify.annotations.Nullable;

/** What a retry is that something is run by, as far as the source of the class says it. */
final class Retries {
    /** The retries that have a limit of time. */
    static final String LIMITED = "dev.weft.sync.Retry.Limited";

    /** Nobody writes a longer chain of calls, but generators. */
    private static final int MOST = 100;

    private final Source source;
    private final Cancelled values;

    Retries(Source source, Cancelled values) {
        this.source = source;
        this.values = values;
    }

    /** Whether each attempt has a limit of time, so that one which is cancelled is followed by the next. */
    boolean limitsEach(TreePath run) {
        Deque<TreePath> open = new ArrayDeque<>(receiver(run));
        for (int i = 0; i < MOST && !open.isEmpty(); i++) {
            TreePath value = open.poll();
            if (value.getLeaf() instanceof MethodInvocationTree call) {
                if (CatchAnswers.nameOf(call).equals("eachWithin")) {
                    return true;
                }
                receiver(value).forEach(open::add);
            } else {
                TreePath declared = declaredValue(value);
                if (declared != null) {
                    Values.of(declared, source).forEach(open::add);
                }
            }
        }
        return false;
    }

    private List<TreePath> receiver(TreePath call) {
        TreePath method = new TreePath(call, ((MethodInvocationTree) call.getLeaf()).getMethodSelect());
        return method.getLeaf() instanceof MemberSelectTree select
                ? Values.of(new TreePath(method, select.getExpression()), source)
                : List.of();
    }

    private @Nullable TreePath declaredValue(TreePath name) {
        Element variable = source.trees().getElement(name);
        if (variable == null) {
            return null;
        }
        TreePath local = values.onlyValue(variable);
        return local != null ? local : valueOfField(name, variable);
    }

    /** The value that a field of one of the classes around is declared with. */
    private @Nullable TreePath valueOfField(TreePath place, Element field) {
        for (TreePath each = place; each != null; each = each.getParentPath()) {
            if (each.getLeaf() instanceof ClassTree type) {
                for (Tree member : type.getMembers()) {
                    TreePath path = new TreePath(each, member);
                    if (member instanceof VariableTree variable
                            && variable.getInitializer() != null
                            && field.equals(source.trees().getElement(path))) {
                        return new TreePath(path, variable.getInitializer());
                    }
                }
            }
        }
        return null;
    }
}

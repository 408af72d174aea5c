// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.ContinueTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.Tree.Kind;
import com.sun.source.tree.VariableTree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.TreePath;
import dev.weft.diagnostic.Diagnostic;
import dev.weft.javac.check.source.Enclosing;
import dev.weft.javac.check.source.Source;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import org.jspecify.annotations.Nullable;

/**
 * A rule for a generator that a method makes, has in a variable, and reads in a loop which it may leave before the end, without a close. The
 * variable is used for nothing but its elements, so nobody else can close it.
 */
final class GeneratorLeftOpen extends Rule {
    private final Uses uses;

    GeneratorLeftOpen(Source source) {
        super(Diagnostic.GENERATOR_LEFT_OPEN, source);
        uses = new Uses(source);
    }

    @Override
    Set<Seen> sees() {
        return Set.of(Seen.VARIABLE);
    }

    @Override
    void begin(TreePath member) {
        uses.begin(member);
    }

    @Override
    public @Nullable Void visitVariable(VariableTree variable, @Nullable Void unused) {
        Element element = source.trees().getElement(getCurrentPath());
        if (variable.getInitializer() instanceof MethodInvocationTree
                && element != null
                && element.getKind() == ElementKind.LOCAL_VARIABLE
                && source.isGenerator(element.asType())
                && Enclosing.of(getCurrentPath(), source).isAsync()) {
            TreePath next = onlyNext(element);
            if (next != null && mayBeLeftBehind(next)) {
                report();
            }
        }
        return null;
    }

    private boolean mayBeLeftBehind(TreePath next) {
        TreePath loop = loopOf(next);
        return loop != null && isOfSameCode(loop) && mayBeLeft(loop, next);
    }

    /** The one call of {@code next()}; null if there are others, or the variable is used in any other way than for its elements. */
    private @Nullable TreePath onlyNext(Element generator) {
        TreePath next = null;
        for (TreePath place : uses.places(generator)) {
            TreePath select = place.getParentPath();
            boolean isCall = select.getLeaf() instanceof MemberSelectTree member
                    && member.getExpression() == place.getLeaf()
                    && select.getParentPath().getLeaf() instanceof MethodInvocationTree call
                    && call.getMethodSelect() == member;
            String name = isCall
                    ? ((MemberSelectTree) select.getLeaf()).getIdentifier().toString()
                    : "";
            if (name.equals("next") && next == null) {
                next = select.getParentPath();
            } else if (!name.equals("current")) {
                return null;
            }
        }
        return next;
    }

    /** The loop that has the await of an element as its condition, or as a part that has to be true; null if there is none. */
    private @Nullable TreePath loopOf(TreePath next) {
        TreePath await = next.getParentPath();
        if (!(await.getLeaf() instanceof MethodInvocationTree) || !source.isAwait(await)) {
            return null;
        }
        TreePath condition = condition(await);
        TreePath around = condition.getParentPath();
        boolean isCondition = around.getLeaf() instanceof WhileLoopTree
                || (around.getLeaf() instanceof ForLoopTree loop && loop.getCondition() == condition.getLeaf());
        return isCondition ? around : null;
    }

    /** The outermost expression that is true only if one in it is. */
    private static TreePath condition(TreePath part) {
        TreePath condition = part;
        while (condition.getParentPath().getLeaf() instanceof ParenthesizedTree
                || condition.getParentPath().getLeaf().getKind() == Kind.CONDITIONAL_AND) {
            condition = condition.getParentPath();
        }
        return condition;
    }

    private boolean isOfSameCode(TreePath loop) {
        return Enclosing.of(loop, source).path().getLeaf()
                == Enclosing.of(getCurrentPath(), source).path().getLeaf();
    }

    /** Whether anything but the end of the generator ends the loop: another part of the condition, a break, a return. */
    private boolean mayBeLeft(TreePath loop, TreePath next) {
        for (TreePath each = next; each.getLeaf() != loop.getLeaf(); each = each.getParentPath()) {
            if (each.getLeaf().getKind() == Kind.CONDITIONAL_AND) {
                return true;
            }
        }
        StatementTree body = loop.getLeaf() instanceof WhileLoopTree again
                ? again.getStatement()
                : ((ForLoopTree) loop.getLeaf()).getStatement();
        List<TreePath> jumps = WaysOut.of(new TreePath(loop, body), source).jumps();
        return jumps.stream().anyMatch(jump -> leaves(jump, loop.getLeaf()));
    }

    /** A throw is no way that the loop is meant to be left by, and one that is caught inside leaves nothing. */
    private static boolean leaves(TreePath jump, Tree loop) {
        TreePath target = WaysOut.target(jump);
        boolean goesRound = target != null && target.getLeaf() == loop && jump.getLeaf() instanceof ContinueTree;
        return !(jump.getLeaf() instanceof ThrowTree) && !goesRound;
    }
}

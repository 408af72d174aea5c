// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import dev.weft.javac.check.source.Source;
import dev.weft.javac.check.source.Walk;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.ExecutableElement;
import org.jspecify.annotations.Nullable;

/**
 * One walk over the members of a class for all rules, and for the weaver, which will have to do with the async code in it. It shows each tree
 * to those that want to see it ({@link Rule#sees}). A rule that fails misses the rest of the member, and no other rule does.
 */
final class RuleWalk extends Walk {
    private final Source source;
    private final List<Rule> rules;
    private final Map<Seen, List<Rule>> bySight = new EnumMap<>(Seen.class);
    private final List<FlowRule> flows = new ArrayList<>();
    private final List<TreePath> asyncCode = new ArrayList<>();

    private RuleWalk(Source source, List<Rule> rules) {
        super(source);
        this.source = source;
        this.rules = rules;
        for (Rule rule : rules) {
            for (Seen seen : rule.sees()) {
                bySight.computeIfAbsent(seen, s -> new ArrayList<>()).add(rule);
            }
            if (rule instanceof FlowRule flow) {
                flows.add(flow);
            }
        }
    }

    /**
     * Runs rules over the members of a class. Never throws, errors included: javac would take that for a bug of its own, and stop.
     *
     * @param members the members
     * @param rules the rules, which keep what they find
     * @param source what is known of the compilation
     * @return the async code of the members, in the order of the source: methods that are marked, awaits and emits, and references to these. A
     *     member that cannot be looked at may have some
     */
    static List<TreePath> over(List<TreePath> members, List<Rule> rules, Source source) {
        RuleWalk walk = new RuleWalk(source, rules);
        members.forEach(walk::look);
        return walk.asyncCode;
    }

    private void look(TreePath member) {
        rules.forEach(rule -> rule.start(member));
        try {
            walk(member);
        } catch (Throwable failure) { // of javac's, at what any rule would have asked
            asyncCode.add(member);
            rules.forEach(rule -> rule.giveUp(failure));
        }
        rules.forEach(Rule::finish);
        source.memory().forgetTrees();
    }

    private void show(Seen seen) {
        for (Rule rule : bySight.getOrDefault(seen, List.of())) {
            rule.look(getCurrentPath());
        }
    }

    private void showSuspension() {
        if (source.isAwait(getCurrentPath())) {
            asyncCode.add(getCurrentPath());
            show(Seen.AWAIT);
        } else if (source.isEmit(getCurrentPath())) {
            asyncCode.add(getCurrentPath());
            show(Seen.EMIT);
        }
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void unused) {
        if (source.trees().getElement(getCurrentPath()) instanceof ExecutableElement element
                && Source.isMarked(element)) {
            asyncCode.add(getCurrentPath());
            show(Seen.MARKED_METHOD);
        }
        flows.forEach(FlowRule::enter);
        super.visitMethod(method, null);
        then(() -> flows.forEach(rule -> rule.leave(getCurrentPath(), method.getBody())));
        return null;
    }

    @Override
    public @Nullable Void visitLambdaExpression(LambdaExpressionTree lambda, @Nullable Void unused) {
        show(Seen.LAMBDA);
        flows.forEach(FlowRule::enter);
        super.visitLambdaExpression(lambda, null);
        then(() -> flows.forEach(rule -> rule.leave(getCurrentPath(), lambda.getBody())));
        return null;
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void unused) {
        show(Seen.CALL);
        showSuspension();
        return super.visitMethodInvocation(call, null);
    }

    @Override
    public @Nullable Void visitMemberReference(MemberReferenceTree reference, @Nullable Void unused) {
        show(Seen.REFERENCE);
        showSuspension();
        return super.visitMemberReference(reference, null);
    }

    @Override
    public @Nullable Void visitNewClass(NewClassTree made, @Nullable Void unused) {
        show(Seen.NEW);
        return super.visitNewClass(made, null);
    }

    @Override
    public @Nullable Void visitReturn(ReturnTree exit, @Nullable Void unused) {
        show(Seen.RETURN);
        return super.visitReturn(exit, null);
    }

    @Override
    public @Nullable Void visitTry(TryTree guarded, @Nullable Void unused) {
        show(Seen.TRY);
        return super.visitTry(guarded, null);
    }

    @Override
    public @Nullable Void visitVariable(VariableTree variable, @Nullable Void unused) {
        show(Seen.VARIABLE);
        return super.visitVariable(variable, null);
    }

    @Override
    public @Nullable Void visitIdentifier(IdentifierTree name, @Nullable Void unused) {
        show(Seen.NAME);
        return null;
    }

    @Override
    public @Nullable Void visitExpressionStatement(ExpressionStatementTree statement, @Nullable Void unused) {
        show(Seen.STATEMENT);
        return super.visitExpressionStatement(statement, null);
    }
}

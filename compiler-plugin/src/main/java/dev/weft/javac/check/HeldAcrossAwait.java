// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.util.TreePath;
import dev.weft.diagnostic.Diagnostic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/** Something that a method takes hold of, and comes back to behind an await. */
abstract class HeldAcrossAwait extends FlowRule {
    HeldAcrossAwait(Diagnostic diagnostic, Source source) {
        super(diagnostic, source);
    }

    /** What a call does to the object that it is called on. */
    enum Effect {
        NONE,
        TAKES,
        /** If it returns true. */
        MAY_TAKE,
        /** Comes back to what was taken, and keeps it. */
        USES,
        RELEASES
    }

    abstract Effect effect(ExecutableElement method);

    /** What to say of an await, when the line is known on which the object was taken hold of. */
    abstract String why(long line);

    /** The effect, if the method is one of this class or of one below it. */
    final Effect of(String className, ExecutableElement method, Effect effect) {
        return method.getEnclosingElement() instanceof TypeElement owner && source.isBelow(owner.asType(), className)
                ? effect
                : Effect.NONE;
    }

    private Effect effectAt(TreePath call) {
        return source.trees().getElement(call) instanceof ExecutableElement method ? effect(method) : Effect.NONE;
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void unused) {
        Effect effect = effectAt(getCurrentPath());
        if (effect == Effect.TAKES || effect == Effect.MAY_TAKE) {
            follow();
        }
        return super.visitMethodInvocation(call, null);
    }

    @Override
    final Flow flow(TreePath body) {
        return new Held(body);
    }

    /** The facts: each object that is held, with the place where it was taken hold of. */
    private final class Held extends Flow {
        /** The awaits that an object was held across, by the place where it was taken hold of. */
        private final Map<TreePath, List<TreePath>> crossed = new HashMap<>();

        Held(TreePath body) {
            super(body);
        }

        @Override
        Facts called(TreePath call, Facts before) {
            if (source.isAwait(call)) {
                cross(call, before);
                return before;
            }
            Effect effect = effectAt(call);
            Optional<Receiver> object = effect == Effect.NONE ? Optional.empty() : Receiver.of(call, source);
            if (object.isEmpty()) {
                return withoutArguments(call, before);
            }
            return switch (effect) {
                case TAKES -> released(object.get(), before).with(object.get(), call);
                case RELEASES -> released(object.get(), before);
                case USES -> used(object.get(), before);
                default -> before;
            };
        }

        @Override
        Facts wasTrue(TreePath call, Facts before) {
            return effectAt(call) == Effect.MAY_TAKE
                    ? Receiver.of(call, source)
                            .map(object -> before.with(object, call))
                            .orElse(before)
                    : before;
        }

        /** The weaver awaits a task where it is made. */
        @Override
        Facts returned(TreePath exit, ExpressionTree value, Facts before) {
            if (!before.known().isEmpty()
                    && source.makesColdTask(new TreePath(exit, value))
                    && Enclosing.of(exit, source).isAsync()) {
                cross(exit, before);
            }
            return before;
        }

        private void cross(TreePath await, Facts held) {
            held.known()
                    .values()
                    .forEach(from -> crossed.computeIfAbsent(from, f -> new ArrayList<>())
                            .add(await));
        }

        private Facts released(Receiver object, Facts before) {
            return used(object, before).without(object);
        }

        private Facts used(Receiver object, Facts before) {
            TreePath from = before.get(object);
            if (from != null) {
                crossed.getOrDefault(from, List.of()).forEach(await -> report(await, detail(await, from)));
            }
            return before;
        }

        /** Whoever gets the object may release it. */
        private Facts withoutArguments(TreePath path, Facts before) {
            Facts facts = before;
            if (!before.known().isEmpty() && path.getLeaf() instanceof MethodInvocationTree call) {
                for (ExpressionTree argument : call.getArguments()) {
                    Optional<Receiver> object = Receiver.ofExpression(new TreePath(path, argument), source);
                    facts = object.isPresent() ? facts.without(object.get()) : facts;
                }
            }
            return facts;
        }
    }
}
        private String detail(TreePath await, TreePath from) {
            String why = why(source.firstLine(from));
            return await.getLeaf() instanceof ReturnTree ? Diagnostic.RETURN_AWAITS + ", and " + why : why;
        }


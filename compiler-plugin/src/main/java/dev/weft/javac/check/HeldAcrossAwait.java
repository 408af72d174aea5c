// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.util.TreePath;
import dev.weft.diagnostic.Diagnostic;
import dev.weft.javac.check.flow.Facts;
import dev.weft.javac.check.flow.Flow;
import dev.weft.javac.check.source.Enclosing;
import dev.weft.javac.check.source.Receiver;
import dev.weft.javac.check.source.Source;
import dev.weft.javac.check.source.Values;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/** A rule for what a method takes hold of, and comes back to behind an await. */
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

    /**
     * The facts: each object that is held, with the place where it was taken hold of; and each local variable that has the value
     * of one, with the call that read it.
     */
    private final class Held extends Flow {
        /** The awaits that an object was held across, by the place where it was taken hold of. */
        private final Map<TreePath, List<TreePath>> crossed = new HashMap<>();

        Held(TreePath body) {
            super(body);
        }

        @Override
        protected Facts called(TreePath call, Facts before) {
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
                case TAKES -> taken(object.get(), call, before);
                case RELEASES -> released(object.get(), before);
                case USES -> used(object.get(), before);
                default -> before;
            };
        }

        /** A value that was read there before is put back, and nobody comes back to that: it belongs to the thread. */
        private Facts taken(Receiver object, TreePath call, Facts before) {
            Facts free = released(object, before);
            boolean isPutBack = ((MethodInvocationTree) call.getLeaf())
                    .getArguments().stream()
                            .map(argument -> source.trees().getElement(new TreePath(call, argument)))
                            .map(variable -> variable == null ? null : before.get(variable))
                            .anyMatch(read -> read != null
                                    && Receiver.of(read, source)
                                            .filter(object::equals)
                                            .isPresent());
            return isPutBack ? free : free.with(object, call);
        }

        /** What is read while the object is held is what this method has put there, not what was there before. */
        @Override
        protected Facts assigned(TreePath variable, @Nullable ExpressionTree value, Facts before) {
            Element element = source.trees().getElement(variable);
            if (element == null || element.getKind() != ElementKind.LOCAL_VARIABLE) {
                return before;
            }
            Facts facts = before.without(element);
            List<TreePath> values = value == null ? List.of() : Values.of(new TreePath(variable, value));
            return values.size() == 1 && readsWhatIsNotHeld(values.get(0), before)
                    ? facts.with(element, values.get(0))
                    : facts;
        }

        private boolean readsWhatIsNotHeld(TreePath value, Facts before) {
            return value.getLeaf() instanceof MethodInvocationTree
                    && effectAt(value) == Effect.USES
                    && Receiver.of(value, source)
                            .filter(object -> before.get(object) == null)
                            .isPresent();
        }

        @Override
        protected Facts wasTrue(TreePath call, Facts before) {
            return effectAt(call) == Effect.MAY_TAKE
                    ? Receiver.of(call, source)
                            .map(object -> before.with(object, call))
                            .orElse(before)
                    : before;
        }

        /** The weaver awaits a task where it is made. */
        @Override
        protected Facts returned(TreePath exit, ExpressionTree value, Facts before) {
            if (!before.known().isEmpty()
                    && source.makesColdTask(new TreePath(exit, value))
                    && Enclosing.of(exit, source).isAsync()) {
                cross(exit, before);
            }
            return before;
        }

        private void cross(TreePath await, Facts held) {
            held.known().forEach((fact, from) -> {
                if (fact instanceof Receiver) {
                    crossed.computeIfAbsent(from, f -> new ArrayList<>()).add(await);
                }
            });
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

        private String detail(TreePath await, TreePath from) {
            String why = why(source.firstLine(from));
            return await.getLeaf() instanceof ReturnTree ? Diagnostic.RETURN_AWAITS + ", and " + why : why;
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

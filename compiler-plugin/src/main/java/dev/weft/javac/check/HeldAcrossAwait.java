// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import dev.weft.diagnostic.Diagnostic;
import dev.weft.javac.check.flow.Fact;
import dev.weft.javac.check.flow.Facts;
import dev.weft.javac.check.flow.Flow;
import dev.weft.javac.check.source.Enclosing;
import dev.weft.javac.check.source.Names;
import dev.weft.javac.check.source.Receiver;
import dev.weft.javac.check.source.Source;
import dev.weft.javac.check.source.Values;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    @Override
    Set<Seen> sees() {
        return Set.of(Seen.CALL);
    }

    /** What a call does to the object that it is called on. */
    enum Effect {
        NONE,
        TAKES,
        /** If it returns true, or a stamp that is not 0. */
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
        return null;
    }

    @Override
    final Flow flow(TreePath body) {
        return new Held(body);
    }

    /** A variable says whether an object was taken hold of; until it is asked, that may be. With it goes the call. */
    private static final class Outcome extends Fact {
        Outcome(Element variable) {
            super(variable);
        }
    }

    /** No await has come since an object was taken hold of. */
    private static final class Fresh extends Fact {
        Fresh(Receiver object) {
            super(object);
        }
    }

    /**
     * The facts: each object that is held, with the place where it was taken hold of; each local variable that has the value
     * of one, with the call that read it; the outcomes; and the objects that are fresh.
     */
    private final class Held extends Flow {
        /** The awaits that an object was held across, by the place where it was taken hold of. */
        private final Map<TreePath, List<TreePath>> crossed = new HashMap<>();

        Held(TreePath body) {
            super(body, HeldAcrossAwait.this.source);
        }

        @Override
        protected Facts called(TreePath call, Facts before) {
            if (source.suspends(call)) {
                return cross(call, before);
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
            return isPutBack ? free : held(object, call, free);
        }

        private static Facts held(Receiver object, TreePath call, Facts before) {
            return before.with(object, call).with(new Fresh(object), call);
        }

        /** What is read while the object is held is what this method has put there, not what was there before. */
        @Override
        protected Facts assigned(TreePath variable, @Nullable ExpressionTree value, Facts before) {
            Element element = source.trees().getElement(variable);
            if (element == null || element.getKind() != ElementKind.LOCAL_VARIABLE) {
                return before;
            }
            Facts facts = before.without(element).without(new Outcome(element));
            List<TreePath> values = value == null ? List.of() : Values.of(new TreePath(variable, value), source);
            if (values.size() != 1) {
                return facts;
            }
            TreePath only = values.get(0);
            if (readsWhatIsNotHeld(only, before)) {
                return facts.with(element, only);
            }
            Optional<Receiver> object = mayTake(only);
            return object.isPresent() ? held(object.get(), only, facts).with(new Outcome(element), only) : facts;
        }

        /** The object that a call takes hold of, if it returns true. */
        private Optional<Receiver> mayTake(TreePath call) {
            return call.getLeaf() instanceof MethodInvocationTree && effectAt(call) == Effect.MAY_TAKE
                    ? Receiver.of(call, source)
                    : Optional.empty();
        }

        private boolean readsWhatIsNotHeld(TreePath value, Facts before) {
            return value.getLeaf() instanceof MethodInvocationTree
                    && effectAt(value) == Effect.USES
                    && Receiver.of(value, source)
                            .filter(object -> before.get(object) == null)
                            .isPresent();
        }

        @Override
        protected Facts decided(TreePath condition, boolean isTrue, Facts before) {
            Optional<Receiver> object = mayTake(condition);
            if (object.isPresent()) {
                return isTrue ? held(object.get(), condition, before) : before;
            }
            TreePath call = outcome(condition, isTrue, before);
            return call == null ? before : before.without(mayTake(call).orElseThrow());
        }

        /** The call that has taken hold of nothing, as its outcome in a variable says; null if it may have. */
        private @Nullable TreePath outcome(TreePath condition, boolean isTrue, Facts before) {
            if (condition.getLeaf() instanceof BinaryTree both) {
                boolean isZero = String.valueOf(both.getRightOperand()).matches("0[lL]?")
                        && both.getKind() == (isTrue ? Tree.Kind.EQUAL_TO : Tree.Kind.NOT_EQUAL_TO);
                return isZero ? outcome(new TreePath(condition, both.getLeftOperand()), false, before) : null;
            }
            List<TreePath> values = isTrue ? List.of() : Values.of(condition, source);
            Element variable = values.size() == 1 ? source.trees().getElement(values.get(0)) : null;
            return variable == null ? null : before.get(new Outcome(variable));
        }

        /** The weaver awaits a task where it is made. */
        @Override
        protected Facts returned(TreePath exit, ExpressionTree value, Facts before) {
            if (!before.isEmpty()
                    && source.makesColdTask(new TreePath(exit, value))
                    && Enclosing.of(exit, source).isAsync()) {
                return cross(exit, before);
            }
            return before;
        }

        private Facts cross(TreePath await, Facts held) {
            Facts[] facts = {held};
            held.forEach((fact, from) -> {
                if (fact instanceof Receiver object) {
                    crossed.computeIfAbsent(from, f -> new ArrayList<>()).add(await);
                    facts[0] = facts[0].without(new Fresh(object));
                }
            });
            return facts[0];
        }

        /** A resource that is a function, such as {@code lock::unlock}, comes back to what it names. */
        @Override
        protected Facts closed(TreePath resource, Facts before) {
            Set<Element> named = before.isEmpty() ? Set.of() : Names.inFunction(resource, source);
            Facts[] facts = {before};
            before.forEach((fact, from) -> {
                if (fact instanceof Receiver object && object.steps().stream().anyMatch(named::contains)) {
                    facts[0] = released(object, facts[0]);
                }
            });
            return facts[0];
        }

        private Facts released(Receiver object, Facts before) {
            return used(object, before).without(object).without(new Fresh(object));
        }

        private Facts used(Receiver object, Facts before) {
            TreePath from = before.get(object);
            if (from != null && before.get(new Fresh(object)) == null) {
                List<TreePath> awaits = crossed.remove(from);
                if (awaits != null) {
                    awaits.forEach(await -> report(await, detail(await, from)));
                }
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
            if (!before.isEmpty() && path.getLeaf() instanceof MethodInvocationTree call) {
                for (ExpressionTree argument : call.getArguments()) {
                    Optional<Receiver> object = Receiver.ofExpression(new TreePath(path, argument), source);
                    facts = object.isPresent() ? facts.without(object.get()) : facts;
                }
            }
            return facts;
        }
    }
}

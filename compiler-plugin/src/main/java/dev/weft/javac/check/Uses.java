// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import static java.util.Objects.requireNonNull;

import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import dev.weft.javac.check.Cancelled.Operation;
import dev.weft.javac.check.flow.Jumps;
import dev.weft.javac.check.source.Source;
import dev.weft.javac.check.source.Walk;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.lang.model.element.Element;
import org.jspecify.annotations.Nullable;

/** The places in the member of a class at which variables and methods are named, and the calls. Found once for all questions. */
final class Uses {
    private final Source source;
    private final Map<Element, List<TreePath>> named = new HashMap<>();
    private final Map<Element, TreePath> declared = new HashMap<>();
    private final List<TreePath> calls = new ArrayList<>();

    /** The how many-th tree of the member each is, and which is the first behind it: what is in between is inside. */
    private final Map<Tree, int[]> ranges = new HashMap<>();

    private int count;
    private @Nullable TreePath member;
    private @Nullable TreePath unread;

    Uses(Source source) {
        this.source = source;
    }

    /** Called before a member is looked at. */
    void begin(TreePath next) {
        member = next;
        unread = next;
        count = 0;
        named.clear();
        declared.clear();
        calls.clear();
        ranges.clear();
    }

    private void read() {
        if (unread != null) {
            Reading reading = new Reading();
            reading.walk(unread);
            reading.end();
            unread = null;
        }
    }

    /** The places in the member at which a variable or method is named. */
    List<TreePath> places(Element element) {
        read();
        return named.getOrDefault(element, List.of());
    }

    /** The calls in a piece of the member. */
    List<TreePath> calls(TreePath piece) {
        read();
        int[] range = range(piece.getLeaf());
        return List.copyOf(calls.subList(firstFrom(range[0], calls), firstFrom(range[1], calls)));
    }

    /** Whether a piece names what an operation works on. */
    boolean isUsedIn(TreePath piece, Operation operation) {
        return areNamedIn(
                piece,
                Cancelled.worksOn(operation).stream()
                        .map(each -> source.trees().getElement(each))
                        .filter(Objects::nonNull)
                        .toList());
    }

    /** Whether a piece names one of some variables and methods. The variables of a loop begin anew in it. */
    boolean areNamedIn(TreePath piece, Collection<? extends Element> elements) {
        read();
        Tree tree = piece.getLeaf();
        return elements.stream()
                .filter(each -> !LoopAround.isLoop(tree) || !isDeclaredIn(tree, each))
                .anyMatch(each -> isAnyIn(named.getOrDefault(each, List.of()), tree));
    }

    /** Whether one of some places, in the order of the source, is in a tree of the member. */
    private boolean isAnyIn(List<TreePath> places, Tree tree) {
        int[] range = range(tree);
        return firstFrom(range[0], places) < firstFrom(range[1], places);
    }

    /** The range of a tree; all if the member is inside it. */
    private int[] range(Tree tree) {
        int[] range = ranges.get(tree);
        if (range != null) {
            return range;
        }
        boolean isAround = member != null && Jumps.isInside(member, tree);
        return new int[] {0, isAround ? count : 0};
    }

    /** The index of the first of some places, in the order of the source, that is not in front of a tree. */
    private int firstFrom(int tree, List<TreePath> places) {
        int from = 0;
        int to = places.size();
        while (from < to) {
            int middle = (from + to) / 2;
            if (indexOf(places.get(middle)) < tree) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    private int indexOf(TreePath place) {
        return requireNonNull(ranges.get(place.getLeaf()))[0];
    }

    private boolean isDeclaredIn(Tree tree, Element variable) {
        TreePath place = declared.get(variable);
        return place != null && isAnyIn(List.of(place), tree);
    }

    /** The walk over a member. */
    private final class Reading extends Walk {
        private final Deque<TreePath> around = new ArrayDeque<>();

        Reading() {
            super(source);
        }

        @Override
        protected void enter(TreePath place) {
            leaveUpTo(place.getParentPath());
            around.push(place);
            ranges.put(place.getLeaf(), new int[] {count++, 0});
        }

        void end() {
            leaveUpTo(null);
        }

        private void leaveUpTo(@Nullable TreePath parent) {
            while (!around.isEmpty() && around.element() != parent) {
                requireNonNull(ranges.get(around.pop().getLeaf()))[1] = count;
            }
        }

        @Override
        public @Nullable Void visitIdentifier(IdentifierTree name, @Nullable Void unused) {
            add();
            return null;
        }

        @Override
        public @Nullable Void visitMemberSelect(MemberSelectTree name, @Nullable Void unused) {
            add();
            return super.visitMemberSelect(name, null);
        }

        private void add() {
            Element element = source.trees().getElement(getCurrentPath());
            if (element != null) {
                named.computeIfAbsent(element, e -> new ArrayList<>()).add(getCurrentPath());
            }
        }

        @Override
        public @Nullable Void visitVariable(VariableTree variable, @Nullable Void unused) {
            declared.put(source.trees().getElement(getCurrentPath()), getCurrentPath());
            return super.visitVariable(variable, null);
        }

        @Override
        public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void unused) {
            calls.add(getCurrentPath());
            return super.visitMethodInvocation(call, null);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

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
import java.util.ArrayList;
import java.util.Collection;
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
    private @Nullable TreePath unread;

    Uses(Source source) {
        this.source = source;
    }

    /** Called before a member is looked at. */
    void begin(TreePath member) {
        unread = member;
        named.clear();
        declared.clear();
        calls.clear();
    }

    private void read() {
        if (unread != null) {
            new Reading().walk(unread);
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
        return calls.stream().filter(call -> isIn(call, piece.getLeaf())).toList();
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
                .anyMatch(each -> named.getOrDefault(each, List.of()).stream().anyMatch(place -> isIn(place, tree)));
    }

    private boolean isDeclaredIn(Tree tree, Element variable) {
        TreePath place = declared.get(variable);
        return place != null && isIn(place, tree);
    }

    private static boolean isIn(TreePath place, Tree tree) {
        return place.getLeaf() == tree || Jumps.isInside(place, tree);
    }

    /** The walk over a member. */
    private final class Reading extends Walk {
        Reading() {
            super(source);
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

// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.util.TreePath;
import dev.weft.javac.check.Cancelled.Operation;
import dev.weft.javac.check.source.Source;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/** Whether code closes what an operation works on, or may do so. */
final class Closing {
    private final Source source;
    private final Uses uses;
    private final Map<Search, Boolean> closing = new HashMap<>();
    private final Map<Tree, Resources> resources = new HashMap<>();

    Closing(Source source, Uses uses) {
        this.source = source;
        this.uses = uses;
    }

    /** Called before a member is looked at. */
    void begin() {
        closing.clear();
        resources.clear();
    }

    /** What is searched for a call that closes what a method works on: any close, or also what may be one. */
    private record Search(Tree code, ExecutableElement method, List<@Nullable Element> objects, boolean onlyByName) {}

    /** Whether a try statement inside a block, around a place in it, closes what an operation works on. */
    boolean isClosedBetween(TreePath place, TreePath block, Operation operation) {
        for (TreePath each = place.getParentPath(); each.getLeaf() != block.getLeaf(); each = each.getParentPath()) {
            if (each.getLeaf() instanceof TryTree && isClosedBy(each, operation)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a try statement closes it before what its block throws comes to its catch blocks, or behind these. */
    boolean isClosedBy(TreePath guarded, Operation operation) {
        BlockTree last = ((TryTree) guarded.getLeaf()).getFinallyBlock();
        return isResource(guarded, operation)
                || (last != null && isClosedIn(new TreePath(guarded, last), operation, false));
    }

    /** Whether some code closes it: by any close, or also by what may be one. */
    boolean isClosedIn(TreePath code, Operation operation, boolean onlyByName) {
        List<@Nullable Element> objects = Cancelled.worksOn(operation).stream()
                .<@Nullable Element>map(each -> source.trees().getElement(each))
                .toList();
        Search search = new Search(code.getLeaf(), operation.method(), objects, onlyByName);
        return closing.computeIfAbsent(search, s -> uses.calls(code).stream().anyMatch(call -> mayClose(call, search)));
    }

    /** The resources of a try statement are closed before its catch blocks run. */
    private boolean isResource(TreePath guarded, Operation operation) {
        Resources closed = resources(guarded);
        return Cancelled.worksOn(operation).stream().anyMatch(closed::areNamedIn);
    }

    Resources resources(TreePath guarded) {
        return resources.computeIfAbsent(guarded.getLeaf(), tree -> new Resources(guarded, source));
    }

    /** Whether a call closes something; or ends it by a method without a result, or gets it and may close it. */
    private boolean mayClose(TreePath path, Search search) {
        MethodInvocationTree call = (MethodInvocationTree) path.getLeaf();
        return source.trees().getElement(path) instanceof ExecutableElement method
                && (method.getSimpleName().contentEquals("close")
                        || (!search.onlyByName()
                                && (ends(path, method, search)
                                        || call.getArguments().stream()
                                                .map(argument -> new TreePath(path, argument))
                                                .anyMatch(argument -> getsIt(argument, search)))));
    }

    private boolean ends(TreePath path, ExecutableElement method, Search search) {
        return method.getReturnType().getKind() == TypeKind.VOID
                && ((MethodInvocationTree) path.getLeaf()).getMethodSelect() instanceof MemberSelectTree select
                && isSearched(new TreePath(new TreePath(path, select), select.getExpression()), search);
    }

    private boolean getsIt(TreePath argument, Search search) {
        TypeMirror type = source.trees().getTypeMirror(argument);
        return isSearched(argument, search) || (type != null && source.isBelow(type, Source.ownerOf(search.method())));
    }

    private boolean isSearched(TreePath object, Search search) {
        Element element = source.trees().getElement(object);
        return element != null && search.objects().contains(element);
    }
}

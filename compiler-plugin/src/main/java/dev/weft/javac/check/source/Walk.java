// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check.source;

import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreeScanner;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A walk over source that takes no more Java stack the deeper the source is nested: javac itself may have had just enough. A visit
 * scans nothing by itself. It notes what comes next, and that is walked in this order, to the bottom, before anything noted earlier.
 */
public abstract class Walk extends TreeScanner<@Nullable Void, @Nullable Void> {
    private final Memory memory;
    private final Deque<Step> ahead = new ArrayDeque<>();
    private final List<Step> noted = new ArrayList<>();
    private @Nullable TreePath path;

    /**
     * Only for subclasses.
     *
     * @param source the compilation
     */
    protected Walk(Source source) {
        memory = source.memory();
    }

    /** A visit, or something else to do at a place. */
    private record Step(TreePath path, @Nullable Runnable action) {}

    /**
     * Walks a place and all that is inside.
     *
     * @param start the place
     */
    public final void walk(TreePath start) {
        ahead.clear(); // of a walk that failed
        noted.clear();
        ahead.push(new Step(start, null));
        while (!ahead.isEmpty()) {
            Step step = ahead.pop();
            path = step.path();
            if (step.action() == null) {
                memory.visited();
                enter(step.path());
                step.path().getLeaf().accept(this, null);
            } else {
                step.action().run();
            }
            for (int i = noted.size() - 1; i >= 0; i--) {
                ahead.push(noted.get(i));
            }
            noted.clear();
        }
    }

    /**
     * Called before each visit.
     *
     * @param place the place
     */
    protected void enter(TreePath place) {}

    /**
     * Returns where the walk is.
     *
     * @return the place of the visit, or the place at which the action was noted
     */
    public final TreePath getCurrentPath() {
        if (path == null) {
            throw new IllegalStateException("the walk has not begun");
        }
        return path;
    }

    /** Notes that a tree inside this place comes next. */
    @Override
    public final @Nullable Void scan(@Nullable Tree tree, @Nullable Void unused) {
        if (tree != null) {
            scanAt(new TreePath(getCurrentPath(), tree));
        }
        return null;
    }

    /**
     * Notes that another place comes next.
     *
     * @param place the place
     */
    protected final void scanAt(TreePath place) {
        noted.add(new Step(place, null));
    }

    /**
     * Notes that something else is to be done here when all is walked that has been noted.
     *
     * @param action what to do
     */
    protected final void then(Runnable action) {
        thenAt(getCurrentPath(), action);
    }

    /**
     * Notes that something is to be done at another place.
     *
     * @param place the place
     * @param action what to do there
     */
    protected final void thenAt(TreePath place, Runnable action) {
        noted.add(new Step(place, action));
    }
}

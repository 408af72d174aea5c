// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac;

import com.sun.source.util.TreePath;
import dev.weft.javac.check.source.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the async code of each class is in its source. What the weaver finds comes when the class has been written, and by then
 * javac has taken the source apart.
 */
final class Places {
    private final Source source;
    private final Map<String, List<TreePath>> byClass = new HashMap<>();

    Places(Source source) {
        this.source = source;
    }

    /** Remembers async code. */
    void remember(List<TreePath> asyncCode) {
        for (TreePath each : asyncCode) {
            byClass.computeIfAbsent(source.classOf(each), c -> new ArrayList<>())
                    .add(each);
        }
    }

    /** Returns the async code of one class, which may be none. */
    List<TreePath> of(String className) {
        return byClass.getOrDefault(className, List.of());
    }

    /** Returns the async code of one class, which may be none, and forgets it. */
    List<TreePath> take(String className) {
        List<TreePath> found = byClass.remove(className);
        return found == null ? List.of() : found;
    }

    /** Which of these a line is in, near enough; the first if the line is unknown. */
    TreePath nearest(List<TreePath> places, int line) {
        TreePath nearest = places.get(0);
        for (TreePath each : places) {
            if (line > 0 && source.firstLine(each) <= line) {
                nearest = each;
            }
        }
        return nearest;
    }
}

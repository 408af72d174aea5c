// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import dev.weft.javac.check.flow.Jumps;
import dev.weft.javac.check.source.Source;
import java.util.HashMap;
import java.util.Map;

/** Which blocks of a body do not end but by leaving the method. */
final class Leaving {
    private final Source source;

    /** As far as somebody has asked. */
    private final Map<Tree, Boolean> known = new HashMap<>();

    Leaving(Source source) {
        this.source = source;
    }

    /** Whether the code around an await, but not around a place, may end without leaving the method. */
    boolean leadsTo(TreePath place, TreePath await) {
        for (TreePath each = await; !Jumps.isInside(place, each.getLeaf()); each = each.getParentPath()) {
            if (each.getLeaf() instanceof BlockTree && leaves(each)) {
                return false;
            }
        }
        return true;
    }

    private boolean leaves(TreePath block) {
        Boolean leaves = known.get(block.getLeaf());
        if (leaves == null) {
            leaves = BlockEnd.mayLeave((BlockTree) block.getLeaf()) && leaves(WaysOut.of(block, source));
            known.put(block.getLeaf(), leaves);
        }
        return leaves;
    }

    private static boolean leaves(WaysOut ways) {
        return !ways.mayEnd() && ways.jumps().stream().allMatch(jump -> WaysOut.target(jump) == null);
    }
}

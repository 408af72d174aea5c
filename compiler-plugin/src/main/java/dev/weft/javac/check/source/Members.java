// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check.source;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The methods, fields and initialisers of a class: what has code, and can be looked at by itself. */
public final class Members {
    private Members() {}

    /**
     * Finds them in a class and in the classes that are its members.
     *
     * @param type the class
     * @return the members; a class inside one of them belongs to it
     */
    public static List<TreePath> of(TreePath type) {
        List<TreePath> found = new ArrayList<>();
        Deque<TreePath> classes = new ArrayDeque<>(List.of(type));
        while (!classes.isEmpty()) {
            TreePath each = classes.pop();
            for (Tree member : ((ClassTree) each.getLeaf()).getMembers()) {
                TreePath path = new TreePath(each, member);
                if (member instanceof ClassTree) {
                    classes.add(path);
                } else {
                    found.add(path);
                }
            }
        }
        return found;
    }

    /**
     * Returns what a message calls a member.
     *
     * @param member the member
     * @return such as {@code the method total}
     */
    public static String name(TreePath member) {
        Tree tree = member.getLeaf();
        if (tree instanceof MethodTree method) {
            return method.getReturnType() == null ? "a constructor" : "the method " + method.getName();
        }
        if (tree instanceof VariableTree field) {
            return "the field " + field.getName();
        }
        return tree instanceof BlockTree ? "an initialiser" : "a class";
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.util.TreePath;
import dev.weft.javac.check.source.Source;
import java.util.regex.Pattern;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.VariableElement;
import org.jspecify.annotations.Nullable;

/** Tells the lookup of a host from that of an address that is written in the code: the JDK makes that of its text, and asks nobody. */
final class LiteralAddress {
    private static final String OWNER = "java.net.InetAddress";
    private static final String BYTE = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)";
    private static final Pattern ADDRESS =
            Pattern.compile(BYTE + "(\\." + BYTE + "){3}|\\[?[0-9A-Fa-f]*:[0-9A-Fa-f:.]*]?");

    private LiteralAddress() {}

    /** Whether a call looks up such an address. */
    static boolean isLookedUp(TreePath path, Source source) {
        return path.getLeaf() instanceof MethodInvocationTree call
                && call.getArguments().size() == 1
                && source.trees().getElement(path) instanceof ExecutableElement method
                && Source.ownerOf(method).equals(OWNER)
                && constant(path, call.getArguments().get(0), source) instanceof String text
                && ADDRESS.matcher(text).matches();
    }

    private static @Nullable Object constant(TreePath call, ExpressionTree argument, Source source) {
        if (argument instanceof LiteralTree literal) {
            return literal.getValue();
        }
        return source.trees().getElement(new TreePath(call, argument)) instanceof VariableElement variable
                ? variable.getConstantValue()
                : null;
    }
}

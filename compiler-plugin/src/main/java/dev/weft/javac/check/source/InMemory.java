// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check.source;

import com.sun.source.tree.NewClassTree;
import com.sun.source.util.TreePath;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import org.jspecify.annotations.Nullable;

/** Readers and streams over what is in memory, which never block, recognised by how the source makes them. Used once. */
public final class InMemory {
    private static final Set<String> MEMORY =
            Set.of("java.io.StringReader", "java.io.CharArrayReader", "java.io.ByteArrayInputStream");

    private final Source source;
    private final Set<Element> seen = new HashSet<>();

    /**
     * Makes one.
     *
     * @param source the compilation
     */
    public InMemory(Source source) {
        this.source = source;
    }

    /**
     * Whether an expression gives such a reader, in whatever other classes of the JDK it is wrapped.
     *
     * @param expression the expression
     * @return true if it surely does
     */
    public boolean isRead(TreePath expression) {
        return Values.of(expression).stream().allMatch(this::isReader);
    }

    private boolean isReader(TreePath value) {
        if (value.getLeaf() instanceof NewClassTree made) {
            return isReader(value, made);
        }
        Element element = source.trees().getElement(value);
        if (!isLocal(element) || !seen.add(element)) {
            return false;
        }
        TreePath only = OnlyValue.of(element, value.getCompilationUnit(), source);
        return only != null && isRead(only);
    }

    private boolean isReader(TreePath path, NewClassTree made) {
        String type = String.valueOf(source.trees().getTypeMirror(path));
        List<TreePath> arguments = made.getArguments().stream()
                .map(argument -> new TreePath(path, argument))
                .toList();
        List<TreePath> streams = arguments.stream().filter(this::isStream).toList();
        boolean isWrapper = type.startsWith("java.") && !streams.isEmpty();
        boolean isOfText = type.equals("java.util.Scanner")
                && !arguments.isEmpty()
                && source.isBelow(source.trees().getTypeMirror(arguments.get(0)), "java.lang.String");
        return MEMORY.contains(type)
                || isOfText
                || (isWrapper && streams.stream().allMatch(this::isRead));
    }

    private boolean isStream(TreePath expression) {
        return source.isBelow(source.trees().getTypeMirror(expression), "java.io.InputStream")
                || source.isBelow(source.trees().getTypeMirror(expression), "java.io.Reader");
    }

    private static boolean isLocal(@Nullable Element element) {
        return element != null
                && (element.getKind() == ElementKind.LOCAL_VARIABLE
                        || element.getKind() == ElementKind.RESOURCE_VARIABLE);
    }
}

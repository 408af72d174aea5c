// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check.source;

import com.sun.source.tree.NewClassTree;
import com.sun.source.util.TreePath;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import org.jspecify.annotations.Nullable;

/** Readers and streams over what is in memory, which never block, recognised by how the source makes them. */
public final class InMemory {
    private static final Set<String> MEMORY =
            Set.of("java.io.StringReader", "java.io.CharArrayReader", "java.io.ByteArrayInputStream");

    private final Source source;
    private final TreePath member;
    private @Nullable Map<Element, TreePath> onlyValues;

    /**
     * Makes one.
     *
     * @param member the member of a class that the questions are about
     * @param source the compilation
     */
    public InMemory(TreePath member, Source source) {
        this.member = member;
        this.source = source;
    }

    /**
     * Whether an expression gives such a reader, in whatever other classes of the JDK it is wrapped.
     *
     * @param expression the expression
     * @return true if it surely does
     */
    public boolean isRead(TreePath expression) {
        Set<Element> seen = new HashSet<>();
        Deque<TreePath> open = new ArrayDeque<>(Values.of(expression, source));
        boolean isRead = !open.isEmpty();
        while (isRead && !open.isEmpty()) {
            TreePath value = open.pop();
            isRead = value.getLeaf() instanceof NewClassTree made
                    ? isReader(value, made, open)
                    : isVariable(value, seen, open);
        }
        return isRead;
    }

    /** Whether this is a reader if what is open then is. */
    private boolean isReader(TreePath path, NewClassTree made, Deque<TreePath> open) {
        String type = String.valueOf(source.trees().getTypeMirror(path));
        List<TreePath> arguments = made.getArguments().stream()
                .map(argument -> new TreePath(path, argument))
                .toList();
        boolean isOfText = type.equals("java.util.Scanner")
                && !arguments.isEmpty()
                && source.isBelow(source.trees().getTypeMirror(arguments.get(0)), "java.lang.String");
        if (isOfText || MEMORY.contains(type)) {
            return true;
        }
        List<TreePath> streams = arguments.stream().filter(this::isStream).toList();
        streams.forEach(stream -> Values.of(stream, source).forEach(open::push));
        return type.startsWith("java.") && !streams.isEmpty();
    }

    /** Whether a local variable has a reader if what is open then is one. */
    private boolean isVariable(TreePath value, Set<Element> seen, Deque<TreePath> open) {
        Element element = source.trees().getElement(value);
        if (onlyValues == null) {
            onlyValues = OnlyValues.in(member, source);
        }
        TreePath only = isLocal(element) ? onlyValues.get(element) : null;
        if (only != null && seen.add(element)) {
            Values.of(only, source).forEach(open::push);
        }
        return only != null;
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

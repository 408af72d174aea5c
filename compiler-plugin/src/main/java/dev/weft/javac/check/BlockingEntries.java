// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import dev.weft.javac.check.source.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with entries for {@link BlockingCalls}: those that can have no effect, since their class has no such method. Of a class
 * that the compilation does not know nothing is said, because another module that is compiled with the same options may know it.
 */
public final class BlockingEntries {
    private final Source source;

    private BlockingEntries(Source source) {
        this.source = source;
    }

    /**
     * Looks for entries that can have no effect.
     *
     * @param entries what {@link BlockingCalls#isEntry} accepts
     * @param source what is known of the compilation
     * @return a sentence for each of them, with what to write instead
     */
    public static List<String> mistakes(List<String> entries, Source source) {
        BlockingEntries known = new BlockingEntries(source);
        List<String> mistakes = new ArrayList<>();
        for (String entry : entries) {
            Matcher parts = BlockingCalls.ENTRY.matcher(entry);
            String mistake = parts.matches() ? known.mistake(parts) : null;
            if (mistake != null) {
                mistakes.add(entry + " has no effect: " + mistake);
            }
        }
        return mistakes;
    }

    private @Nullable String mistake(Matcher parts) {
        String owner = parts.group("owner");
        String name = parts.group("name");
        TypeElement type = source.elements().getTypeElement(owner);
        if (type == null) {
            return ofUnknownClass(owner, name);
        }
        if (name == null || declares(type, name, parts.group("count"))) {
            return null;
        }
        String count = parts.group("count");
        return owner + " declares no " + name + (count == null ? "" : " with " + count + " parameters")
                + "; name the class that does";
    }

    private @Nullable String ofUnknownClass(String owner, @Nullable String name) {
        String nested = owner.replace('$', '.');
        if (!nested.equals(owner) && source.elements().getTypeElement(nested) != null) {
            return "write " + nested + (name == null ? "" : '#' + name) + ", with a dot before a nested class";
        }
        int dot = owner.lastIndexOf('.');
        TypeElement outer = dot < 0 ? null : source.elements().getTypeElement(owner.substring(0, dot));
        if (outer == null) {
            return null;
        }
        String last = owner.substring(dot + 1);
        return declares(outer, last, null)
                ? last + " is a method; write " + outer + '#' + last
                : outer + " declares no class and no method " + last;
    }

    private static boolean declares(TypeElement type, String name, @Nullable String count) {
        return type.getEnclosedElements().stream()
                .anyMatch(each -> each instanceof ExecutableElement method
                        && method.getSimpleName().contentEquals(name)
                        && (count == null || method.getParameters().size() == Integer.parseInt(count)));
    }
}

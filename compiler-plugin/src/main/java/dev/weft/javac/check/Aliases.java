// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.util.TreePath;
import dev.weft.javac.check.flow.Fact;
import dev.weft.javac.check.flow.Facts;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Element;

/** The variables of a method that have the same value, as facts. Of a value with very many names, the first few. */
final class Aliases {
    private static final int MOST = 8;

    /** Those that have ever had the same value as another. */
    private final Map<Element, Set<Element>> ever = new HashMap<>();

    /** Two variables have the same value. */
    private static final class Same extends Fact {
        Same(Set<Element> both) {
            super(both);
        }
    }

    /** Returns those that have the same value as a variable. */
    List<Element> of(Element variable, Facts facts) {
        return ever.getOrDefault(variable, Set.of()).stream()
                .filter(other -> facts.get(new Same(Set.of(variable, other))) != null)
                .toList();
    }

    /** A variable gets the value of another. */
    Facts add(Element variable, Element other, TreePath from, Facts before) {
        List<Element> others = of(other, before);
        if (others.size() >= MOST) {
            return before;
        }
        Facts facts = same(variable, other, from, before);
        for (Element each : others) {
            facts = each.equals(variable) ? facts : same(variable, each, from, facts);
        }
        return facts;
    }

    private Facts same(Element one, Element other, TreePath from, Facts before) {
        ever.computeIfAbsent(one, o -> new LinkedHashSet<>()).add(other);
        ever.computeIfAbsent(other, o -> new LinkedHashSet<>()).add(one);
        return before.with(new Same(Set.of(one, other)), from);
    }

    /** A variable gets another value. */
    Facts forget(Element variable, Facts before) {
        Facts facts = before;
        for (Element other : ever.getOrDefault(variable, Set.of())) {
            facts = facts.without(new Same(Set.of(variable, other)));
        }
        return facts;
    }
}

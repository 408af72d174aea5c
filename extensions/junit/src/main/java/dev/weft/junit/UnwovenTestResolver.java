// SPDX-License-Identifier: Apache-2.0
package dev.weft.junit;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.platform.commons.JUnitException;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.engine.discovery.MethodSelector;
import org.junit.platform.engine.support.discovery.SelectorResolver;

/** Finds the tests that are not woven in the classes, and among the methods, that a build tool or an IDE asks for. */
final class UnwovenTestResolver implements SelectorResolver {
    @Override
    public Resolution resolve(ClassSelector selector, Context context) {
        return unwovenOf(selector::getJavaClass, method -> true, context);
    }

    @Override
    public Resolution resolve(MethodSelector selector, Context context) {
        return unwovenOf(selector::getJavaClass, method -> method.getName().equals(selector.getMethodName()), context);
    }

    /** A class that is not there is another engine's to tell of. */
    private static Resolution unwovenOf(Supplier<Class<?>> asked, Predicate<Method> which, Context context) {
        Class<?> type;
        try {
            type = asked.get();
        } catch (JUnitException notThere) {
            return Resolution.unresolved();
        }
        return add(UnwovenTest.in(type).stream().filter(which).toList(), type, context);
    }

    private static Resolution add(List<Method> unwoven, Class<?> type, Context context) {
        Set<Match> matches = unwoven.stream()
                .flatMap(
                        method -> context
                                .<TestDescriptor>addToParent(
                                        parent -> Optional.of(UnwovenTest.of(method, type, parent)))
                                .stream())
                .map(Match::exact)
                .collect(Collectors.toSet());
        return matches.isEmpty() ? Resolution.unresolved() : Resolution.matches(matches);
    }
}

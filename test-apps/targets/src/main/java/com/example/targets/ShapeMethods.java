// SPDX-License-Identifier: Apache-2.0
package com.example.targets;

import dev.weft.Awaitable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Finds the shapes of a class: public static methods that take a {@link Trail} and return what can be awaited. */
public final class ShapeMethods {
    private ShapeMethods() {}

    public static List<Method> of(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> Modifier.isStatic(method.getModifiers()) && Modifier.isPublic(method.getModifiers()))
                .filter(method -> Arrays.equals(method.getParameterTypes(), new Class<?>[] {Trail.class}))
                .filter(method -> Awaitable.class.isAssignableFrom(method.getReturnType())
                        || CompletionStage.class.isAssignableFrom(method.getReturnType()))
                .sorted(Comparator.comparing(Method::getName))
                .toList();
    }
}

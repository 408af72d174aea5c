// SPDX-License-Identifier: Apache-2.0
package dev.weft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The gathers that give a tuple: each size has its overload, its record, and the Javadoc of both. */
class TypedGatherTest {
    private static final List<String> ORDINALS =
            List.of("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth");

    /** From two to the largest for which there is a record or an overload. */
    static IntStream sizes() {
        return IntStream.rangeClosed(2, ORDINALS.size())
                .filter(size -> IntStream.rangeClosed(size, ORDINALS.size())
                        .anyMatch(larger -> tuple(larger) != null || overload(larger) != null));
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void eachSizeHasARecordWhoseComponentsAreCountedAndTyped(int size) {
        Class<?> tuple = requireTuple(size);
        assertEquals(
                ORDINALS.subList(0, size),
                Arrays.stream(tuple.getRecordComponents())
                        .map(RecordComponent::getName)
                        .toList());
        assertEquals(
                List.<Type>of(tuple.getTypeParameters()),
                Arrays.stream(tuple.getRecordComponents())
                        .map(RecordComponent::getGenericType)
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void eachSizeHasAnOverloadWhoseTypesAreInArgumentOrder(int size) {
        Method gather = requireOverload(size);
        ParameterizedType result = (ParameterizedType) typeArguments(gather.getGenericReturnType())[0];
        assertEquals(requireTuple(size), result.getRawType());
        assertEquals(
                List.of(result.getActualTypeArguments()),
                Arrays.stream(gather.getGenericParameterTypes())
                        .map(parameter -> typeArguments(parameter)[0])
                        .toList());
    }

    private static Type[] typeArguments(Type type) {
        return ((ParameterizedType) type).getActualTypeArguments();
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void resultsAreInArgumentOrder(int size) throws Exception {
        List<String> names = ORDINALS.subList(0, size);
        Awaitable<?> gather = (Awaitable<?>)
                requireOverload(size).invoke(null, names.stream().map(Task::of).toArray());
        assertEquals(
                requireTuple(size).getSimpleName()
                        + names.stream().map(name -> name + "=" + name).toList(),
                String.valueOf(Weft.run(gather)));
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void theJavadocNamesEachArgument(int size) throws Exception {
        assertDocumented(size, "Weft", "static <[^>]*> Awaitable<Tuple" + size + "<");
        assertDocumented(size, "Tuple" + size, "record Tuple" + size + "<");
    }

    private static void assertDocumented(int size, String type, String declaration) throws Exception {
        String source = Files.readString(Path.of("src/main/java/dev/weft", type + ".java"));
        Matcher documented = Pattern.compile(
                        "(/\\*\\*(?:(?!\\*/).)*)\\*/\\s*(?:@\\w+\\s*)*public " + declaration, Pattern.DOTALL)
                .matcher(source);
        assertTrue(documented.find(), type + ".java has no Javadoc on: " + declaration);
        List<String> typeParameters = Stream.of("A", "B", "C", "D", "E", "F", "G", "H", "I", "J")
                .limit(size)
                .map(name -> "<" + name + ">")
                .toList();
        for (String name : Stream.of(ORDINALS.subList(0, size), typeParameters)
                .flatMap(List::stream)
                .toList()) {
            assertTrue(
                    documented.group(1).contains("@param " + name + " "),
                    type + ".java says nothing of @param " + name + " at: " + declaration);
        }
    }

    private static Class<?> requireTuple(int size) {
        return Optional.<Class<?>>ofNullable(tuple(size))
                .orElseGet(() -> fail("Weft.gather of " + size + " needs the record dev.weft.Tuple" + size));
    }

    private static Method requireOverload(int size) {
        return Optional.ofNullable(overload(size))
                .orElseGet(() -> fail(
                        "dev.weft.Tuple" + size + " needs the overload of Weft.gather with " + size + " awaitables"));
    }

    private static @Nullable Class<?> tuple(int size) {
        try {
            return Class.forName("dev.weft.Tuple" + size);
        } catch (ClassNotFoundException none) {
            return null;
        }
    }

    private static @Nullable Method overload(int size) {
        return Arrays.stream(Weft.class.getMethods())
                .filter(method -> method.getName().equals("gather")
                        && method.getParameterCount() == size
                        && method.getParameterTypes()[0] == Awaitable.class)
                .findFirst()
                .orElse(null);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.abi.Woven;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The agent links to no runtime class, so this is where a renamed one is noticed. */
class RuntimeSymbolsTest {
    @TestFactory
    Stream<DynamicTest> namesExistingTypes() {
        return constants()
                .filter(constant -> !constant.contains("(") && constant.contains("/"))
                .map(constant -> DynamicTest.dynamicTest(constant, () -> assertNotNull(type(constant))));
    }

    @TestFactory
    Stream<DynamicTest> describesMethodsOfExistingTypes() {
        return constants()
                .filter(constant -> constant.startsWith("("))
                .map(constant -> DynamicTest.dynamicTest(constant, () -> assertNotNull(method(constant))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dev/weft/Weft          | await               | (Ldev/weft/Awaitable;)Ljava/lang/Object;",
                "dev/weft/Weft          | await               | (Ljava/util/concurrent/CompletionStage;)Ljava/lang/Object;",
                "dev/weft/Weft          | spawn               | (Ldev/weft/Awaitable;)Ldev/weft/ScheduledTask;",
                "dev/weft/Weft          | spawn               | (Ljava/lang/String;Ldev/weft/Awaitable;)Ldev/weft/ScheduledTask;",
                "dev/weft/Task          | of                  | (Ljava/lang/Object;)Ldev/weft/Task;",
                "dev/weft/Task          | done                | ()Ldev/weft/Task;",
                "dev/weft/abi/Frame | start | ()Ljava/util/concurrent/CompletableFuture;",
                "dev/weft/abi/Coroutine | await               | (Ldev/weft/Awaitable;)Ljava/lang/Object;",
                "dev/weft/abi/Coroutine | await               | (Ljava/util/concurrent/CompletionStage;)Ljava/lang/Object;",
                "dev/weft/abi/Coroutine | enter               | ()Z",
                "dev/weft/abi/Coroutine | leave               | ()V",
                "dev/weft/abi/Coroutine | resumed             | ()Ljava/lang/Object;",
                "dev/weft/abi/Coroutine | suspend             | (Ldev/weft/abi/Frame;I)V",
                "dev/weft/abi/Frame     | defer               | (Ldev/weft/abi/Coroutine;)V",
                "dev/weft/abi/Frame     | cold                | ()Ldev/weft/abi/Frame;",
                "dev/weft/abi/Frame     | resume              | (Ldev/weft/abi/Coroutine;)Ljava/lang/Object;",
                "dev/weft/abi/Frame     | sources             | ()Ljava/lang/String;",
                "dev/weft/abi/Woven     | version             | ()I",
                "dev/weft/abi/Woven     | bodies              | ()[Ljava/lang/String;",
            })
    void emitsCallsOfExistingMethods(String owner, String name, String descriptor) throws Exception {
        assertReachable(find(owner, name, descriptor));
    }

    @Test
    void spawnsAndLinksThroughExistingMethods() throws Exception {
        assertReachable(find(RuntimeSymbols.COROUTINE, RuntimeSymbols.SPAWN, RuntimeSymbols.SPAWN_AT));
        assertReachable(find(RuntimeSymbols.LINKAGE, "isDirect", RuntimeSymbols.IS_DIRECT));
        assertReachable(find(RuntimeSymbols.LINKAGE, "firstResume", RuntimeSymbols.FIRST_RESUME));
        assertReachable(find(RuntimeSymbols.COROUTINE, "suspend", RuntimeSymbols.SUSPEND));
        assertReachable(find(RuntimeSymbols.FRAME, "resume", RuntimeSymbols.RESUME));
        assertNotNull(type(RuntimeSymbols.NOT_WOVEN_EXCEPTION).getConstructor(String.class));
    }

    @Test
    void usesExistingFields() throws Exception {
        Field suspended = type(RuntimeSymbols.COROUTINE).getField("SUSPENDED");
        assertEquals(Object.class, suspended.getType());
        assertTrue(Modifier.isStatic(suspended.getModifiers()));
        Field state = type(RuntimeSymbols.FRAME).getField("state");
        assertEquals(short.class, state.getType());
    }

    @Test
    void emitsTheVersionOfTheRuntime() {
        assertEquals(Woven.VERSION, RuntimeSymbols.VERSION);
    }

    private static void assertReachable(Method method) {
        int access = method.getModifiers();
        assertTrue(Modifier.isPublic(access) || Modifier.isProtected(access), method.toString());
        assertTrue(Modifier.isPublic(method.getDeclaringClass().getModifiers()));
    }

    private static Stream<String> constants() {
        return Arrays.stream(RuntimeSymbols.class.getFields())
                .filter(field -> field.getType() == String.class)
                .map(RuntimeSymbolsTest::value);
    }

    private static String value(Field field) {
        try {
            return (String) field.get(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private static Class<?> type(String name) throws ClassNotFoundException {
        String internal = name.startsWith("L") && name.endsWith(";") ? name.substring(1, name.length() - 1) : name;
        // The hidden parameters are two descriptors in one.
        for (String each : internal.split(";L", -1)) {
            Class.forName(each.replace('/', '.'));
        }
        return Class.forName(List.of(internal.split(";L", -1)).get(0).replace('/', '.'));
    }

    private static MethodType method(String descriptor) {
        return MethodType.fromMethodDescriptorString(descriptor, RuntimeSymbolsTest.class.getClassLoader());
    }

    private static Method find(String owner, String name, String descriptor) throws Exception {
        MethodType type = method(descriptor);
        Method found = type(owner).getDeclaredMethod(name, type.parameterArray());
        assertEquals(type.returnType(), found.getReturnType());
        return found;
    }
}

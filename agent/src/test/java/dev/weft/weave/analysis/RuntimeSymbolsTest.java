// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.lang.invoke.MethodType;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The agent links to no runtime class, so this is where a renamed one is noticed. The rows are the constants themselves, all of them: one
 * that is added is tested without being named here.
 */
class RuntimeSymbolsTest {
    private static final String CONSTRUCTOR = "<init>";

    @TestFactory
    Stream<DynamicTest> namesExistingTypes() {
        return constants(RuntimeTypes.class)
                .filter(constant -> constant.getType() == String.class)
                .map(constant -> dynamicTest(constant.getName(), () -> assertIsPublic(type((String) value(constant)))));
    }

    @TestFactory
    Stream<DynamicTest> namesExistingPackages() {
        return RuntimeTypes.PACKAGES.stream()
                .map(name -> dynamicTest(name, () -> Class.forName(name.replace('/', '.') + "package-info")));
    }

    @TestFactory
    Stream<DynamicTest> namesExistingMembers() {
        return constants(RuntimeSymbols.class)
                .map(constant -> dynamicTest(constant.getName(), () -> assertExists((RuntimeMember) value(constant))));
    }

    private static void assertExists(RuntimeMember member) throws ReflectiveOperationException {
        Member found = member.descriptor().startsWith("(") ? executable(member) : field(member);
        int access = found.getModifiers();
        assertTrue(Modifier.isPublic(access) || Modifier.isProtected(access), found + " cannot be reached");
        assertIsPublic(type(member.owner()));
        assertEquals(member.isStatic(), Modifier.isStatic(access), found.toString());
    }

    private static void assertIsPublic(Class<?> type) {
        assertTrue(Modifier.isPublic(type.getModifiers()), type + " cannot be reached");
    }

    private static Executable executable(RuntimeMember member) throws ReflectiveOperationException {
        MethodType type =
                MethodType.fromMethodDescriptorString(member.descriptor(), RuntimeSymbolsTest.class.getClassLoader());
        Class<?> owner = type(member.owner());
        if (member.name().equals(CONSTRUCTOR)) {
            return owner.getDeclaredConstructor(type.parameterArray());
        }
        Method found = method(owner, member.name(), type.parameterArray());
        assertEquals(type.returnType(), found.getReturnType(), found.toString());
        return found;
    }

    /** Finds a method as a call does: in the class that the call names, or in one that it extends. */
    private static Method method(Class<?> owner, String name, Class<?>[] parameters) throws NoSuchMethodException {
        boolean declared = Stream.of(owner.getDeclaredMethods())
                .anyMatch(is -> is.getName().equals(name));
        return declared ? owner.getDeclaredMethod(name, parameters) : owner.getMethod(name, parameters);
    }

    private static Field field(RuntimeMember member) throws ReflectiveOperationException {
        Field found = type(member.owner()).getDeclaredField(member.name());
        assertEquals(member.descriptor(), found.getType().descriptorString(), found.toString());
        return found;
    }

    private static Class<?> type(String internalName) throws ClassNotFoundException {
        return Class.forName(internalName.replace('/', '.'));
    }

    private static Stream<Field> constants(Class<?> owner) {
        List<Field> constants = Arrays.stream(owner.getFields()).toList();
        assertTrue(constants.size() > 10, "there are more than " + constants);
        return constants.stream();
    }

    private static Object value(Field constant) throws IllegalAccessException {
        return constant.get(null);
    }
}

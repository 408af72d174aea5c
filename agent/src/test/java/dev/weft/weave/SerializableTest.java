// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.weft.support.MemoryLoader;
import java.io.ObjectStreamClass;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What docs/weaving-limits.md says of {@code serialVersionUID}: its default depends on the methods that are not private, and
 * every woven method adds one.
 */
class SerializableTest {
    private static final String NAME = "p.A";
    private static final String DECLARED = "private static final long serialVersionUID = 7;";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@Async public Task<Integer> work() { await(yieldNow()); return Task.of(1); }",
                "@Async private Task<Integer> work() { await(yieldNow()); return Task.of(1); }",
                "@Async public static Task<Integer> work() { await(yieldNow()); return Task.of(1); }",
                "@Async private static Task<Integer> work() { await(yieldNow()); return Task.of(1); }",
                "void work() { Callable<Task<Integer>> c = () -> { await(yieldNow()); return Task.of(1); }; }"
            })
    void defaultVersionChangesAndADeclaredOneDoesNot(String method) throws Exception {
        assertNotEquals(unwovenVersion(method), wovenVersion(method));
        assertEquals(7, unwovenVersion(DECLARED + method));
        assertEquals(7, wovenVersion(DECLARED + method));
    }

    @Test
    void defaultVersionOfAClassThatIsNotWovenStays() throws Exception {
        assertEquals(unwovenVersion("void work() {}"), wovenVersion("void work() {}"));
    }

    private static long wovenVersion(String members) {
        return version(source(members).load(NAME));
    }

    private static long unwovenVersion(String members) throws ClassNotFoundException {
        byte[] unwoven = source(members).originalBytes(NAME);
        return version(new MemoryLoader(Map.of(NAME, unwoven)).loadClass(NAME));
    }

    private static long version(Class<?> type) {
        return ObjectStreamClass.lookup(type).getSerialVersionUID();
    }

    private static WovenSource source(String members) {
        return new WovenSource(NAME, """
                package p;
                import static dev.weft.Weft.*;
                import dev.weft.*;
                import java.util.concurrent.Callable;
                public class A implements java.io.Serializable {
                """ + members + "}");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.weave.MethodSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class StackDepthTest {
    @Test
    void aBodyThatCallsNoOtherIsShallow() {
        assertEquals(Set.of("a"), shallow("@Async static Task<?> a() { await(yieldNow()); return Task.done(); }"));
    }

    @Test
    void aBodyThatCallsOnlyShallowOnesIsShallow() {
        assertEquals(Set.of("a", "b"), shallow("""
                @Async static Task<?> a() { return Task.of(await(b())); }
                @Async static Task<?> b() { return Task.done(); }
                """));
    }

    @Test
    void aBodyThatCallsItselfCounts() {
        assertEquals(Set.of(), shallow("@Async static Task<?> a() { return Task.of(await(a())); }"));
    }

    @Test
    void bodiesThatCallOneAnotherCountAndSoDoesWhatCallsThem() {
        assertEquals(Set.of("d"), shallow("""
                @Async static Task<?> a() { return Task.of(await(b())); }
                @Async static Task<?> b() { return Task.of(await(a())); }
                @Async static Task<?> c() { await(d()); return Task.of(await(a())); }
                @Async static Task<?> d() { return Task.done(); }
                """));
    }

    @Test
    void aBodyThatCallsAMethodOfAnotherClassOrOneThatMayBeOverriddenCounts() {
        assertEquals(Set.of("c"), shallow("""
                @Async static Task<?> a() { return Task.of(await(B.other())); }
                @Async Task<?> b() { return Task.of(await(c())); }
                @Async Task<?> c() { return Task.done(); }
                static class B { static Task<?> other() { return Task.done(); } }
                """));
    }

    /** It may run for long, and who calls it in a loop does not count. */
    @Test
    void aBodyThatCallsInALoopCounts() {
        assertEquals(Set.of("b", "c"), shallow("""
                @Async static Task<?> a() { while (true) await(b()); }
                @Async static Task<?> b() { return Task.done(); }
                @Async static Task<?> c() { while (true) await(yieldNow()); }
                """));
    }

    @Test
    void tenBodiesMayStandOnOneAnotherUncounted() {
        StringBuilder members = new StringBuilder("@Async static Task<?> m0() { return Task.done(); }");
        for (int i = 1; i <= 11; i++) {
            members.append("@Async static Task<?> m" + i + "() { return Task.of(await(m" + (i - 1) + "())); }");
        }
        Set<String> shallow = shallow(members.toString());
        assertEquals(10, shallow.size());
        assertEquals(false, shallow.contains("m10") || shallow.contains("m11"));
    }

    /** The names of the methods that are shallow; only static ones are called directly. */
    private static Set<String> shallow(String members) {
        List<AsyncMethod> methods =
                AsyncMethods.find(MethodSource.members(members)).woven();
        Set<String> direct = new HashSet<>();
        for (AsyncMethod method : methods) {
            if (method.isStatic()) {
                direct.add(method.method().name + method.method().desc);
            }
        }
        List<AnalysedMethod> analysed = new ArrayList<>();
        for (AsyncMethod method : methods) {
            var points = SuspensionPoints.of(method, method.method(), method.method().maxLocals, direct, false);
            analysed.add(new AnalysedMethod(method, method.method(), points, FrameLayout.of(method, points)));
        }
        Set<String> names = new TreeSet<>();
        StackDepth.shallow(analysed).forEach(signature -> names.add(signature.substring(0, signature.indexOf('('))));
        return names;
    }
}

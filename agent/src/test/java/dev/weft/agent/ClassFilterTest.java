// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassFilterTest {
    private static final ClassLoader LOADER = ClassFilterTest.class.getClassLoader();
    private static final ClassFilter ALL = new ClassFilter(List.of(), List.of());

    @ParameterizedTest
    @ValueSource(
            strings = {"Main", "com/example/A", "com/example/A$B", "dev/weft/endtoend/A", "javassist/A", "sunny/A"})
    void admitsTheApplication(String className) {
        assertTrue(ALL.admits(LOADER, className));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "java/A",
                "javax/inject/A",
                "jdk/proxy1/$Proxy1",
                "com/sun/A",
                "sun/A",
                "dev/weft/agent/A",
                "dev/weft/agent/asm/A",
                "dev/weft/weave/analysis/A",
                "dev/weft/diagnostic/A"
            })
    void keepsOffTheJdkAndTheAgent(String className) {
        assertFalse(ALL.admits(LOADER, className));
    }

    @Test
    void keepsOffTheLoadersOfTheJdk() {
        assertFalse(ALL.admits(null, "com/example/A"));
        assertFalse(ALL.admits(ClassLoader.getPlatformClassLoader(), "com/example/A"));
    }

    @Test
    void obeysInclude() {
        ClassFilter filter = new ClassFilter(List.of(ClassPattern.of("com.a.*"), ClassPattern.of("com.b")), List.of());
        assertTrue(filter.admits(LOADER, "com/a/x/A"));
        assertTrue(filter.admits(LOADER, "com/b/A"));
        assertFalse(filter.admits(LOADER, "com/c/A"));
    }

    @Test
    void letsExcludeWin() {
        ClassFilter filter =
                new ClassFilter(List.of(ClassPattern.of("com.a.*")), List.of(ClassPattern.of("com.a.x.*")));
        assertTrue(filter.admits(LOADER, "com/a/A"));
        assertFalse(filter.admits(LOADER, "com/a/x/A"));
        assertFalse(new ClassFilter(List.of(), List.of(ClassPattern.of("com.a"))).admits(LOADER, "com/a/A"));
    }

    @Test
    void cannotBeToldToTakeTheJdk() {
        assertFalse(new ClassFilter(List.of(ClassPattern.of("java.*")), List.of()).admits(LOADER, "java/util/A"));
    }
}

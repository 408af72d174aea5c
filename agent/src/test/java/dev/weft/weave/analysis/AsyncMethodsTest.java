// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.diagnostic.Diagnostic;
import dev.weft.diagnostic.Finding;
import dev.weft.weave.MethodSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;

class AsyncMethodsTest {
    @Test
    void weavesMarkedMethodsThatReturnATaskOrAStage() {
        assertEquals(
                List.of(
                        "a()Ldev/weft/Task;",
                        "b()Ljava/util/concurrent/CompletionStage;",
                        "c()Ljava/util/concurrent/CompletableFuture;"),
                woven("""
                        @Async Task<?> a() { return null; }
                        @Async CompletionStage<?> b() { return null; }
                        @Async CompletableFuture<?> c() { return null; }
                        """));
    }

    @Test
    void weavesMethodsThatReturnNothingIfJUnitCallsThem() {
        assertEquals(List.of("a()V", "b()V"), woven("""
                        @Async @org.junit.jupiter.api.Test void a() { await(yieldNow()); }
                        @Async @org.junit.jupiter.api.AfterAll static void b() {}
                        """));
    }

    @Test
    void anAsyncTestNeedsNoOtherMark() {
        ClassNode owner = MethodSource.members("void a() { await(yieldNow()); } void b() {}");
        owner.methods.forEach(method -> method.visitAnnotation(TestMethods.ASYNC_TEST, true));
        assertEquals(
                List.of("a", "b"),
                AsyncMethods.find(owner).woven().stream()
                        .map(method -> method.method().name)
                        .filter(name -> !name.equals("<init>"))
                        .toList());
    }

    @Test
    void saysWhatAnAwaitInATestNeeds() {
        AsyncMethods methods = find("@org.junit.jupiter.api.Test void a() { await(yieldNow()); }");
        assertEquals(
                Diagnostic.IN_TEST, methods.refused().values().iterator().next().detail());
    }

    /** JUnit passes over it, up to 5.12 without a word. */
    @Test
    void refusesAPrivateTestThatReturnsNothing() {
        AsyncMethods methods = find("@Async @org.junit.jupiter.api.Test private void a() { await(yieldNow()); }");
        assertEquals(
                Diagnostic.PRIVATE_TEST,
                methods.refused().values().iterator().next().detail());
    }

    @Test
    void leavesMethodsThatAreNotMarkedAndDoNotAwait() {
        AsyncMethods methods = find("Task<?> a() { return null; }");
        assertEquals(0, methods.woven().size() + methods.refused().size());
    }

    @Test
    void weavesALambdaThatAwaitsAndReturnsATask() {
        assertEquals(
                List.of("lambda$foo$0()Ldev/weft/Task;"),
                woven("static Callable<Task<?>> foo() { return () -> Task.of(await(yieldNow())); }"));
    }

    @Test
    void leavesTheBridgeOfAMethod() {
        ClassNode owner = MethodSource.members("@Async Task<?> a() { return null; }");
        owner.methods.stream()
                .filter(method -> method.name.equals("a"))
                .forEach(method -> method.access |= Opcodes.ACC_BRIDGE);
        assertEquals(List.of(), AsyncMethods.find(owner).woven());
    }

    @Test
    void overloadsHaveFrameClassesOfTheirOwn() {
        assertEquals(
                List.of("p/A$weft$a", "p/A$weft$a$2", "p/A$weft$a$3"),
                find("""
                        @Async Task<?> a() { return null; }
                        @Async Task<?> a(int n) { return null; }
                        @Async Task<?> a(long n) { return null; }
                        """).woven().stream().map(AsyncMethod::frameClass).toList());
    }

    @Test
    void aFrameClassIsNotNamedLikeThatOfAMethodWithANumberInItsName() {
        assertEquals(
                List.of("p/A$weft$a$2", "p/A$weft$a", "p/A$weft$a$3"),
                find("""
                        @Async Task<?> a$2() { return null; }
                        @Async Task<?> a() { return null; }
                        @Async Task<?> a(int n) { return null; }
                        """).woven().stream().map(AsyncMethod::frameClass).toList());
    }

    @Test
    void refusesAnAwaitInAMethodThatIsNotMarked() {
        assertRefused(Diagnostic.AWAIT_OUTSIDE_ASYNC, "Task<?> a() { await(yieldNow()); return null; }");
    }

    @Test
    void refusesAnAwaitInAConstructor() {
        assertRefused(Diagnostic.AWAIT_IN_CONSTRUCTOR, "A() { await(yieldNow()); }");
    }

    @Test
    void refusesAnAwaitInAStaticInitialiser() {
        assertRefused(Diagnostic.AWAIT_IN_STATIC_INITIALIZER, "static { await(yieldNow()); }");
    }

    @Test
    void refusesAMarkedMethodThatReturnsSomethingElse() {
        assertRefused(Diagnostic.ASYNC_RETURN_TYPE, "@Async int a() { return 0; }");
        assertRefused(Diagnostic.ASYNC_RETURN_TYPE, "@Async Task<?>[] a() { return null; }");
    }

    @Test
    void refusesALambdaThatAwaitsAndReturnsSomethingElse() {
        assertRefused(
                Diagnostic.AWAIT_IN_NON_ASYNC_LAMBDA, "static Runnable foo() { return () -> await(yieldNow()); }");
    }

    @Test
    void refusesAMethodWithoutCode() {
        assertRefused(Diagnostic.ASYNC_ON_ABSTRACT_OR_NATIVE, "@Async native Task<?> a();");
    }

    @Test
    void refusesASynchronizedMethod() {
        assertRefused(Diagnostic.ASYNC_SYNCHRONIZED_METHOD, "@Async synchronized Task<?> a() { return null; }");
    }

    @Test
    void refusesAMethodReferenceToAwait() {
        assertRefused(
                Diagnostic.AWAIT_METHOD_REFERENCE,
                "@Async Task<?> a() { java.util.function.Function<Task<?>, Object> f = dev.weft.Weft::await; return null; }");
    }

    @Test
    void aFindingNamesTheLineOfTheFirstAwait() {
        assertEquals(new Finding(Diagnostic.AWAIT_OUTSIDE_ASYNC, "p.A", "a", "A.java", 3, ""), refused("""
                int a() {
                    hashCode();
                    await(yieldNow());
                    await(yieldNow());
                    return 0;
                }
                """));
    }

    @Test
    void aFindingInAMethodWithoutAnAwaitNamesItsFirstLine() {
        assertEquals(2, refused("""
                @Async int a() {
                    return 0;
                }
                """).line());
    }

    @Test
    void aMainMethodThatAwaitsIsToldWhatToDo() {
        assertEquals(
                Diagnostic.IN_MAIN,
                refused("static void main(String[] args) { await(yieldNow()); }")
                        .detail());
        assertEquals(
                "", refused("static void main(int n) { await(yieldNow()); }").detail());
    }

    private static AsyncMethods find(String members) {
        return AsyncMethods.find(MethodSource.members(members));
    }

    private static List<String> woven(String members) {
        return find(members).woven().stream()
                .map(method -> method.method().name + method.method().desc)
                .toList();
    }

    private static Finding refused(String members) {
        AsyncMethods methods = find(members);
        assertEquals(List.of(), methods.woven());
        assertEquals(1, methods.refused().size());
        return methods.refused().values().iterator().next();
    }

    private static void assertRefused(Diagnostic expected, String members) {
        assertEquals(expected, refused(members).diagnostic());
    }
}

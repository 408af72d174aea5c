// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.support.SourceCompiler;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.tree.ClassNode;

/** What frame classes say of stack and locals, which is no more and no less than what ASM counts. */
class FrameClassSizesTest {
    private static final String HEADER = "package p; import static dev.weft.Weft.*; import dev.weft.*; "
            + "import java.util.concurrent.*; class A { @Async static Task<Long> work() { return Task.of(1L); } ";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@Async static Task<Long> foo() { return work(); }",
                "@Async static Task<Long> foo() { await(work()); return work(); }",
                "@Async Task<Long> foo() { await(work()); return work(); }",
                "@Async static Task<Long> foo(int a) { await(work()); return Task.of((long) a); }",
                "@Async static Task<Long> foo(long a, String b) { await(work()); return Task.of(a + b.length()); }",
                "@Async Task<Double> foo(double a, long b, float c, int d) { await(work()); return Task.of(a + b + c + d); }",
                "@Async Task<Long> foo(String a) { int b = 1; await(work()); long c = b; await(work()); return Task.of(c + a.length()); }",
                "@Async static CompletableFuture<Long> foo(Object a, byte b) { await(work()); return work().toCompletableFuture(); }",
                "@Async static Task<Long> foo(boolean a) { return Task.of(1L + await(work()) + (a ? await(work()) : 2)); }",
                "@Async AsyncGenerator<Long> foo(long from) { for (long i = from; ; i++) { await(work()); emit(i); } }",
                "@Async static AsyncGenerator<Integer> foo() { emit(1); emit(2); return null; }",
            })
    void areWhatAsmCounts(String member) {
        byte[] classFile = Objects.requireNonNull(new SourceCompiler("-g", "-proc:none")
                .compile("p.A", HEADER + member + " }")
                .requireClasses()
                .get("p.A"));
        Map<String, byte[]> frames = Weaver.weave(classFile).frameClasses();
        assertEquals(2, frames.size());
        frames.values().forEach(frame -> assertEquals(sizes(counted(frame)), sizes(frame)));
    }

    private static byte[] counted(byte[] classFile) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        new ClassReader(classFile).accept(writer, 0);
        return writer.toByteArray();
    }

    private static List<String> sizes(byte[] classFile) {
        ClassNode type = new ClassNode();
        new ClassReader(classFile).accept(type, 0);
        return type.methods.stream()
                .map(each -> each.name + each.desc + " " + each.maxStack + " " + each.maxLocals)
                .toList();
    }
}

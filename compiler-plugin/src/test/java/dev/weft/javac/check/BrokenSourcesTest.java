// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.weft.javac.Javac;
import dev.weft.support.SourceCompiler;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * With the option that Error Prone asks for, javac shows classes to plugins that do not compile. Rules may find what they like
 * there, as long as they let javac come to its own errors.
 */
class BrokenSourcesTest {
    private static final List<String> ERROR_PRONE = List.of("--should-stop=ifError=FLOW", "-Aweft.all=warning");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@Async Task<Integer> a() { return Task.of(await(missing())); }",
                "@Async Missing<Integer> a() { return await(work()); }",
                "@Async Task<Missing> a(Missing m) { m.go(); Missing n = work(); return await(m); }",
                "@Async a() { await(work()); }",
                "@Async Task<Integer> a() { break; }",
                "@Async Task<Integer> a(Task<Integer> t) { continue; }",
                "@Async Task<Integer> a(Task<Integer> t) { break nowhere; }",
                "@Async Task<Integer> a(Task<Integer> t) { return switch (1) { case 1 -> await(t); }; }",
                "@Async Task<Integer> a(Task<Integer> t) { return switch (t) { default: break; }; }",
                "@Async Task<Integer> a(Task<Integer> t) { try { await(t); } catch (Missing e) { await(t); } }",
                "@Async Task<Integer> a() { synchronized (missing) { return missing(); } }",
                "Object a = () -> await(work());",
                "Missing a = () -> await(work());",
                "Runnable a = Weft::missing;",
                "var a = Missing::await;",
                "Runnable a = (Runnable & Missing) () -> work();",
                "Supplier<Missing> a = () -> { return await(work()); };",
                "void a(Lock lock) { lock.lock(missing()); await(work()); lock.unlock(); }",
                "void a(Missing lock) { lock.lock(); lock.unlock(); }",
                "@Async Task<Integer> a() { x.y.z.lock(); ThreadLocal<Missing> t; t.set(1); await(t); t.get(); }",
                "@Async Task<Integer> a() { new Missing() { void b() { await(work()); } }; }",
                "@Async Task<Integer> a() { work(1); await(); await(1, 2); spawn(); this.work; }",
                "static { try { waitFor(null, null); } catch (Missing | TimeoutException e) { } missing(); }",
                "@Missing @Async(1) Task<Integer> a() { return 1; }",
                "class A extends Missing { @Override @Async Task<Integer> a() { return super.a(); } }",
                "interface B { int N = await(missing()); default Task<Integer> b() { return N; } }",
                "enum E { X(await(missing())) { }; }",
                "record R(int n) { R { await(missing()); return; } }",
                "int a() { for (missing : await(work())) { } do { } while (await(work())); }",
                "int a(Task<Integer> t) { int i = await(t) + ; }",
            })
    void javacComesToItsOwnErrors(String member) {
        String source = """
                package p;
                import static dev.weft.Weft.*;
                import dev.weft.*;
                import java.util.concurrent.*;
                import java.util.concurrent.locks.*;
                import java.util.function.*;
                class Outer {
                    @Async static Task<Integer> work() { return Task.of(1); }
                    %s
                }
                """.formatted(member);
        SourceCompiler.Result result = Javac.compile("p.Outer", source, ERROR_PRONE);
        assertFalse(result.succeeded());
        assertFalse(result.messages().stream()
                .allMatch(message -> message.getMessage(null).startsWith("[")));
    }

    @Test
    void aWriteWithALimitInAnInitialiserIsFollowedToItsEnd() {
        RuleTester.check("""
                static {
                    try {
                        Object write = waitFor(((Connection) null).write(new byte[1]), Duration.ZERO); // LostWhenCancelled
                    } catch (IOException | TimeoutException e) {
                    }
                }
                Object field = new Object();
                { try { field = waitFor(((Connection) null).write(new byte[1]), null); } catch (IOException e) { }
                  catch (TimeoutException e) { throw new IllegalStateException(); } }
                """);
    }
}

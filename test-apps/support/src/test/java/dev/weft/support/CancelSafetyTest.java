// SPDX-License-Identifier: Apache-2.0
package dev.weft.support;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CancelSafetyTest {
    private static final Map<String, String> WEFT = Map.of(
            "dev.weft.CancelSafe", "package dev.weft; public @interface CancelSafe {}",
            "dev.weft.NotCancelSafe", "package dev.weft; public @interface NotCancelSafe { String value(); }",
            "dev.weft.Awaitable", "package dev.weft; public interface Awaitable<T> {}",
            "dev.weft.Task", "package dev.weft; public interface Task<T> extends Awaitable<T> {}");

    private static List<String> complaints(String members) {
        Map<String, String> sources = new HashMap<>(WEFT);
        sources.put(
                "p.A",
                "package p; import dev.weft.*; import java.util.concurrent.*; public class A implements B { " + members
                        + " }");
        sources.put("p.B", """
                package p; import dev.weft.*;
                public interface B {
                    /** Cancel-safe. */ @CancelSafe default Awaitable<Integer> get() { return null; }
                }
                """);
        return CancelSafety.complaints(sources);
    }

    @Test
    void isSilentWhereAnnotationAndCommentSayTheSame() {
        assertEquals(List.of(), complaints("""
                /** Waits. Cancel-safe: it leaves nothing. */ @CancelSafe public Awaitable<Integer> one() { return null; }
                /** As {@link #one}. */ @CancelSafe public Awaitable<Integer> two() { return null; }
                /** Sends. Not cancel-safe. */ @NotCancelSafe("a part") public CompletableFuture<Integer> three() { return null; }
                @Override public Awaitable<Integer> get() { return null; }
                """));
    }

    @Test
    void leavesOutTasksAndWhatUsersCannotCall() {
        assertEquals(List.of(), complaints("""
                public Task<Integer> task() { return null; }
                Awaitable<Integer> internal() { return null; }
                public int number() { return 1; }
                private static class C { public Awaitable<Integer> get() { return null; } }
                """));
    }

    @Test
    void reportsOperationsWithoutOrWithBothAnnotations() {
        assertEquals(
                List.of(
                        "p.A.both() returns what is awaited: give it either @CancelSafe or @NotCancelSafe(\"what is lost\"), and not both",
                        "p.A.get() returns what is awaited: give it either @CancelSafe or @NotCancelSafe(\"what is lost\"), and not both",
                        "p.A.none(int) returns what is awaited: give it either @CancelSafe or @NotCancelSafe(\"what is lost\")"),
                complaints("""
                        public CompletionStage<Integer> none(int n) { return null; }
                        @CancelSafe @NotCancelSafe("a part") public Awaitable<Integer> both() { return null; }
                        @Override @NotCancelSafe("a part") public Awaitable<Integer> get() { return null; }
                        """));
    }

    @Test
    void reportsCommentsThatAreSilentOrSayTheOpposite() {
        assertEquals(
                List.of(
                        "p.A.silent() is marked @CancelSafe, and its comment has to say so: \"Cancel-safe: ...\"",
                        "p.A.wrong() is marked @NotCancelSafe, and its comment has to say so, where it says the opposite: "
                                + "\"Not cancel-safe: ...\""),
                complaints("""
                        /** Waits. */ @CancelSafe public Awaitable<Integer> silent() { return null; }
                        /** Is cancel-safe. */ @NotCancelSafe("a part") public Awaitable<Integer> wrong() { return null; }
                        """));
    }
}

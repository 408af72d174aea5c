// SPDX-License-Identifier: Apache-2.0
package com.example.semantics;

import static dev.weft.Weft.await;
import static dev.weft.Weft.run;
import static dev.weft.Weft.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.semantics.elsewhere.Stranger;
import dev.weft.Async;
import dev.weft.Task;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Awaited calls that an override may answer: which method runs, and whether the caller calls its body directly. A body that is called
 * directly stands on the caller's; on the general path {@code resume} of a frame is between them. The first call of a class at a call
 * site always goes the general path.
 */
@Timeout(120)
public final class DispatchTest {
    /** Who called the async method that calls this. */
    public static String callerOfCaller() {
        return StackWalker.getInstance()
                .walk(frames -> frames.map(StackWalker.StackFrame::getMethodName)
                        .filter(name -> !name.endsWith("$weft")) // a door
                        .skip(2)
                        .findFirst()
                        .orElse("nobody"));
    }

    interface Named {
        Task<String> name();

        @Async
        default Task<String> greeting() {
            String caller = callerOfCaller();
            return Task.of("Hello " + await(name()) + " below " + caller);
        }
    }

    /** One of whose method javac makes a second, with Object, that calls the first. */
    public interface Generic<A> {
        Task<String> apply(A argument);
    }

    /** Its subclasses override it, or do not. */
    public static class Base implements Named {
        @Async
        @Override
        public Task<String> name() {
            String caller = callerOfCaller();
            await(yieldNow());
            return Task.of("base below " + caller);
        }

        @Async
        Task<String> hidden() {
            await(yieldNow());
            return Task.of("base");
        }
    }

    static final class Inheriting extends Base {}

    static final class Overriding extends Base {
        @Async
        @Override
        public Task<String> name() {
            String caller = callerOfCaller();
            return Task.of(await(super.name()).replaceAll(" .*", "") + " of overriding below " + caller);
        }
    }

    /** Nothing in it is woven. */
    static final class Plain extends Base {
        @Override
        public Task<String> name() {
            return Task.of("plain");
        }
    }

    /** Hands out the task of another. */
    static final class Delegating implements Named {
        private final Named other;

        Delegating(Named other) {
            this.other = other;
        }

        @Override
        public Task<String> name() {
            return other.name();
        }
    }

    @Async
    private static Task<String> ask(Base base) {
        return Task.of(await(base.name()));
    }

    @Test
    void callsTheBodyOnceTheClassIsKnown() {
        assertEquals("base below resume", run(ask(new Base())));
        assertEquals("base below ask", run(ask(new Base())));
        assertEquals("base below resume", run(ask(new Inheriting())));
        assertEquals("base below ask", run(ask(new Inheriting())));
        assertEquals("base of overriding below resume", run(ask(new Overriding())));
        assertEquals("base of overriding below ask", run(ask(new Overriding())));
        assertEquals("plain", run(ask(new Plain())));
        assertEquals("plain", run(ask(new Plain())));
        assertEquals("base below ask", run(ask(new Base())));
    }

    @Async
    private static Task<List<String>> askAll(List<? extends Named> all) {
        List<String> names = new ArrayList<>();
        for (Named each : all) {
            names.add(await(each.name()).replaceAll(" below .*", ""));
        }
        return Task.of(names);
    }

    @Test
    void asksMoreClassesThanItRemembers() {
        Named lambda = () -> Task.of("lambda");
        List<Named> all = List.of(
                new Plain(),
                new Delegating(new Overriding()),
                lambda,
                new Base(),
                new Inheriting(),
                new Overriding(),
                new Base() {},
                new Delegating(lambda));
        List<String> names = List.of(
                "plain", "base of overriding", "lambda", "base", "base", "base of overriding", "base", "lambda");
        for (int turn = 0; turn < 3; turn++) {
            assertEquals(names, run(askAll(all)));
        }
    }

    @Async
    private static Task<String> askDelegate(Named named) {
        return Task.of(await(named.name()));
    }

    /** asyncio test_tasks: coroutine non gen function return future. */
    @Test
    void oneThatHandsOutTheTaskOfAnotherIsCalledItself() {
        for (int turn = 0; turn < 3; turn++) {
            assertEquals("base below resume", run(askDelegate(new Delegating(new Base()))));
            assertEquals("plain", run(askDelegate(new Delegating(new Plain()))));
        }
    }

    @Async
    private static Task<String> greet(Named named) {
        return Task.of(await(named.greeting()).replaceFirst(" below.* below", " below"));
    }

    @Test
    void defaultMethodsOfInterfacesAreCalledDirectly() {
        assertEquals("Hello base below resume", run(greet(new Base())));
        assertEquals("Hello base below greet", run(greet(new Base())));
    }

    @Async
    private static <A> Task<String> apply(Generic<A> generic, A argument) {
        return Task.of(await(generic.apply(argument)));
    }

    @Test
    void bridgesLeadToTheBodyOfAClassThatTheCallerCannotSee() {
        assertEquals("one below resume", run(apply(Stranger.service(), "one")));
        assertEquals("two below apply", run(apply(Stranger.service(), "two")));
    }

    @Test
    @SuppressWarnings({"unchecked", "rawtypes"})
    void bridgeChecksItsArgumentAsItDidBefore() {
        run(apply(Stranger.service(), "one"));
        assertThrows(ClassCastException.class, () -> run(apply((Generic) Stranger.service(), 2)));
    }

    @Async
    private static Task<String> askHidden(Base base) {
        return Task.of(await(base.hidden()));
    }

    @Test
    void methodOfTheSameNameInAnotherPackageIsAnother() {
        for (int turn = 0; turn < 3; turn++) {
            assertEquals("base", run(askHidden(new Stranger())));
            assertEquals("base", run(askHidden(new Base())));
        }
    }

    @Async
    private static Task<String> askNobody(@Nullable Named named) {
        return Task.of(await(named.name()));
    }

    @Test
    void callOnNullThrowsWhereItStands() {
        for (int turn = 0; turn < 2; turn++) {
            NullPointerException thrown = assertThrows(NullPointerException.class, () -> run(askNobody(null)));
            assertEquals("askNobody", thrown.getStackTrace()[0].getMethodName());
            assertTrue(thrown.getMessage().contains("DispatchTest$Named.name("), thrown.getMessage());
            run(askNobody(new Base()));
        }
    }

    private static class Failing implements Named {
        @Async
        @Override
        public Task<String> name() {
            throw new IllegalStateException("failed");
        }
    }

    @Async
    private static Task<String> askFailing(Named named) {
        return Task.of(await(named.name()));
    }

    @Test
    void failureShowsNothingOfTheCallSite() {
        assertThrows(IllegalStateException.class, () -> run(askFailing(new Failing())));
        StackTraceElement[] trace = assertThrows(IllegalStateException.class, () -> run(askFailing(new Failing())))
                .getStackTrace();
        assertEquals("name", trace[0].getMethodName());
        assertTrue(List.of("name$weft", "askFailing").contains(trace[1].getMethodName()), trace[1].toString());
    }
}

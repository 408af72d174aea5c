// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import static dev.weft.javac.check.RuleTester.check;

import org.junit.jupiter.api.Test;

/** AwaitInConstructor and AwaitInStaticInitializer. */
class AwaitInInitialisersTest {
    @Test
    void reportsConstructorsAndWhatJavacCopiesIntoThem() {
        check("""
                final int inField = await(work()); // AwaitInConstructor
                final int inBlock;
                {
                    inBlock = await(work()); // AwaitInConstructor
                }
                A() {
                    this(await(work())); // AwaitInConstructor
                }
                A(int n) {
                    super();
                    if (n > 0) {
                        await(stage()); // AwaitInConstructor
                    }
                }
                """);
    }

    @Test
    void reportsStaticInitialisers() {
        check("""
                static final int IN_FIELD = await(work()); // AwaitInStaticInitializer
                static int inBlock;
                static {
                    inBlock = await(work()); // AwaitInStaticInitializer
                }
                """);
    }

    @Test
    void looksIntoTypesOfAllKinds() {
        check("""
                interface I {
                    int FIELD = await(work()); // AwaitInStaticInitializer
                }
                @interface J {
                    int FIELD = await(work()); // AwaitInStaticInitializer
                }
                record R(int n) {
                    static int field = await(work()); // AwaitInStaticInitializer
                    R {
                        n = await(work()); // AwaitInConstructor
                    }
                    R() {
                        this(await(work())); // AwaitInConstructor
                    }
                }
                enum E {
                    FIRST(await(work())), // AwaitInStaticInitializer
                    SECOND(2) {
                        final int field = await(work()); // AwaitInConstructor
                    };
                    E(int n) {
                        await(work()); // AwaitInConstructor
                    }
                }
                class Inner {
                    int field = await(work()); // AwaitInConstructor
                }
                """);
    }

    @Test
    void looksIntoLocalAndAnonymousClasses() {
        check("""
                static class Base { Base(int n) {} }
                @Async Task<Object> make() {
                    class Local {
                        int field = await(work()); // AwaitInConstructor
                        Local() {}
                        Local(int n) { this(); await(work()); } // AwaitInConstructor
                    }
                    Object argument = new Base(await(work())) {};
                    return Task.of(new Object() {
                        int field = await(work()); // AwaitInConstructor
                        { await(work()); } // AwaitInConstructor
                    });
                }
                Object field = new Base(await(work())) { // AwaitInConstructor
                    @Async Task<Integer> call() { return Task.of(await(work())); }
                };
                """);
    }

    @Test
    void isSilentInLambdasAndMethodsThatInitialisersHold() {
        check("""
                static final Supplier<Task<Integer>> LAMBDA = () -> Task.of(await(work()));
                static { Supplier<Task<Integer>> lambda = () -> Task.of(await(work())); }
                final Supplier<Task<Integer>> lambda = () -> Task.of(await(work()));
                final int number = run(work());
                A() { Supplier<Task<Integer>> inConstructor = () -> Task.of(await(work())); }
                @Async static Task<A> open() { await(work()); return Task.of(new A()); }
                """);
    }
}

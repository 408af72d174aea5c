// SPDX-License-Identifier: Apache-2.0
package dev.weft;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an async method: one that may {@link Weft#await await}.
 *
 * <p>The method returns {@link Task}, {@link java.util.concurrent.CompletionStage} or
 * {@link java.util.concurrent.CompletableFuture}. Calling one that returns a {@code Task} makes the task and runs
 * nothing; calling one that returns a stage starts it at once: as a task of the loop whose thread calls it; without a loop where there is
 * none, as on a thread of another framework. In {@code await(load())} a {@code load} that cannot be overridden is a call, whatever it
 * returns: its body is part of the caller, with the caller's thread-locals and cancellation. There it goes on with whichever thread completes what it awaits, which may be stages, tasks,
 * sleeps and awaitables of the user; what needs a loop says so, and {@link Weft#detached()} lists such calls. The class must be woven
 * before an {@code await} in it runs: when javac compiles it, by the compiler plugin on the processor path; when it is loaded, by the agent
 * ({@code -javaagent:weft-agent.jar}); or in between, by the Maven plugin or the command line of the agent's jar. An {@code await} that
 * runs unwoven throws {@link NotWovenException}.
 *
 * <p>A lambda whose body awaits and that returns one of these types is woven too; it needs no annotation.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.CLASS)
public @interface Async {}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.NotWovenException;
import dev.weft.abi.SourceLocation;
import dev.weft.abi.Woven;
import dev.weft.internal.stack.CallStacks;
import java.lang.StackWalker.StackFrame;

/** Whether classes are woven, and what to say when they are not. */
public final class Weaving {
    private static final String REMEDIES =
            "  - Compile the class with weft-compiler-plugin on javac's processor path.\n"
                    + "  - Or start the JVM with -javaagent:weft-agent.jar before anything loads the"
                    + " class, and check that its options include= and exclude= cover it.\n"
                    + "  - Mark the method @Async and return a Task, CompletionStage or CompletableFuture, or to emit an"
                    + " AsyncGenerator; a lambda only needs"
                    + " to return one of them.\n"
                    + "  - If the class could not be woven, javac or the agent has said why."
                    + " Weft.isWoven(Class) tells whether it was.";

    private static final String BOOTSTRAP_CLASS =
            "  - It is on the bootstrap class path (-Xbootclasspath/a, or Boot-Class-Path in the manifest of an agent), whose classes"
                    + " weft-agent.jar does not weave. Move it to the class path or the module path.\n"
                    + "  - Or compile it with weft-compiler-plugin on javac's processor path.";

    private static final String JDK_CLASS =
            "  - It is code of the JDK, which nobody weaves; your code has given it a method reference to await, as in"
                    + " forEach(Weft::await). Call await in a loop of an @Async method, or in a lambda that returns a task; or let"
                    + " gather await them all.";

    private static final String HIDDEN_CLASS =
            "  - It is a hidden class, which the JVM shows to no agent. Define it as a"
                    + " normal class, or leave the await to one: a hidden class may call async methods and return their tasks.";

    private Weaving() {}

    /**
     * Whether the weaver has been at the class.
     *
     * @param type any class
     * @return true if its async methods can suspend
     */
    public static boolean isWoven(Class<?> type) {
        return type.isAnnotationPresent(Woven.class);
    }

    /**
     * Says that an await or emit ran unwoven: where, why, and what to do.
     *
     * @param call the name of the method that was called
     * @return the exception to throw
     */
    public static NotWovenException notWoven(String call) {
        StackFrame caller = CallStacks.frameOfCall();
        return new NotWovenException(call + " ran in " + (caller == null ? null : SourceLocation.of(caller))
                + ", which is not woven and so cannot suspend.\n"
                + (caller == null ? REMEDIES : remedies(caller.getDeclaringClass())));
    }

    private static String remedies(Class<?> type) {
        if (type.isHidden()) {
            return HIDDEN_CLASS;
        }
        ClassLoader loader = type.getClassLoader();
        if (loader != null && loader != ClassLoader.getPlatformClassLoader()) {
            return REMEDIES;
        }
        return type.getModule().isNamed() ? JDK_CLASS : BOOTSTRAP_CLASS;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.NotWovenException;
import dev.weft.abi.SourceLocation;
import dev.weft.abi.Woven;
import dev.weft.internal.stack.CallStacks;

/** Whether classes are woven, and what to say when they are not. */
public final class Weaving {
    private static final String REMEDIES =
            "  - Compile the class with weft-compiler-plugin on javac's processor path.\n"
                    + "  - Or start the JVM with -javaagent:weft-agent.jar before anything loads the"
                    + " class, and check that its options include= and exclude= cover it.\n"
                    + "  - Mark the method @Async and return a Task, CompletionStage or CompletableFuture; a lambda only needs"
                    + " to return one of them.\n"
                    + "  - If the class could not be woven, javac or the agent has said why."
                    + " Weft.isWoven(Class) tells whether it was.";

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
     * Says that an await ran unwoven: where, why, and what to do.
     *
     * @return the exception to throw
     */
    public static NotWovenException notWoven() {
        SourceLocation caller = CallStacks.callerOfRuntime();
        // The name of a hidden class has a slash in it, and no other name has.
        boolean hidden = caller != null && caller.className().indexOf('/') >= 0;
        return new NotWovenException("await ran in " + caller + ", which is not woven and so cannot suspend.\n"
                + (hidden ? HIDDEN_CLASS : REMEDIES));
    }
}

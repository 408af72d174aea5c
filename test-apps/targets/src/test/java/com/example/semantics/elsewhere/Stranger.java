// SPDX-License-Identifier: Apache-2.0
package com.example.semantics.elsewhere;

import static dev.weft.Weft.await;
import static dev.weft.Weft.yieldNow;

import com.example.semantics.DispatchTest;
import dev.weft.Async;
import dev.weft.Task;

/** Has a method like one of its superclass, which it cannot see and so does not override. */
public final class Stranger extends DispatchTest.Base {
    @Async
    Task<String> hidden() {
        await(yieldNow());
        return Task.of("stranger");
    }

    /** Returns a generic service of a class that nobody else can see. */
    public static DispatchTest.Generic<String> service() {
        return new Secret();
    }

    private static final class Secret implements DispatchTest.Generic<String> {
        @Async
        @Override
        public Task<String> apply(String argument) {
            String caller = DispatchTest.callerOfCaller();
            await(yieldNow());
            return Task.of(argument + " below " + caller);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package com.example.semantics;

import dev.weft.Awaitable;
import dev.weft.Weft;
import java.lang.reflect.InvocationTargetException;

/** Calls await in a way that no weaver sees. */
final class AwaitByReflection {
    private AwaitByReflection() {}

    static Object await(Awaitable<?> awaitable) throws ReflectiveOperationException {
        try {
            return Weft.class.getMethod("await", Awaitable.class).invoke(null, awaitable);
        } catch (InvocationTargetException e) {
            throw (RuntimeException) e.getTargetException();
        }
    }
}

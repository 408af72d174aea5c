// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Task;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a call site may remember; what it calls is tested with woven code. */
class SelectionTest {
    interface Service {
        Task<String> serve(String argument);
    }

    static final class Served implements Service {
        @Override
        public Task<String> serve(String argument) {
            return Task.of(argument);
        }
    }

    /** Of which a second one is loaded. */
    static final class Replaced {}

    private static Selection selection() throws ReflectiveOperationException {
        MethodHandles.Lookup caller = MethodHandles.lookup();
        MethodHandle entry =
                caller.findVirtual(Service.class, "serve", MethodType.methodType(Task.class, String.class));
        return Selection.of(caller, entry);
    }

    @Test
    void classesThatTheCallerKeepsAliveAreRemembered() throws Exception {
        assertTrue(selection().mayRemember(Served.class));
        assertTrue(selection().mayRemember(String.class));
    }

    /** A plugin that an application has replaced would stay in memory with all its classes. */
    @Test
    void classesOfALoaderBelowAreNot() throws Exception {
        Class<?> other = new Below().define(Replaced.class);
        assertEquals(Replaced.class.getName(), other.getName());
        assertFalse(selection().mayRemember(other));
    }

    @Test
    void classesThatMayBeUnloadedByThemselvesAreNot() throws Exception {
        Service lambda = argument -> Task.of(argument + "!");
        assertFalse(selection().mayRemember(lambda.getClass()));
    }

    @Test
    void namesWhatIsCalled() throws Exception {
        assertEquals(Service.class.getName() + ".serve(...)", selection().method());
    }

    private static final class Below extends ClassLoader {
        Below() {
            super(SelectionTest.class.getClassLoader());
        }

        Class<?> define(Class<?> type) throws IOException {
            String file = type.getName().replaceFirst(".*\\.", "") + ".class";
            try (InputStream in = Objects.requireNonNull(type.getResourceAsStream(file))) {
                byte[] classFile = in.readAllBytes();
                return defineClass(type.getName(), classFile, 0, classFile.length);
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.linux;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * {@code java.lang.foreign}, which Java 17 has not: found by reflection, so that one class file serves all versions. Once linked, a call is a
 * constant method handle, which HotSpot compiles as it does the call of code that names the API. Addresses are numbers, and memory is that of
 * direct buffers.
 */
final class Foreign {
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    private final Class<?> linkers = type("Linker");
    private final Class<?> segment = type("MemorySegment");
    private final Class<?> layout = type("MemoryLayout");
    private final Class<?> descriptor = type("FunctionDescriptor");
    private final Class<?> option = type("Linker$Option");

    Foreign() throws ClassNotFoundException {}

    private static Class<?> type(String name) throws ClassNotFoundException {
        return Class.forName("java.lang.foreign." + name);
    }

    /**
     * Links a function of the C library that takes some numbers and as many as it likes behind the first, and returns one; all are {@code
     * long}. The handle is given the memory for the number of an error before them, as {@link #memory} makes it.
     */
    MethodHandle link(String function, int parameters) throws Throwable {
        Object linker = linkers.getMethod("nativeLinker").invoke(null);
        Object number = type("ValueLayout").getField("JAVA_LONG").get(null);
        Object[] numbers = Collections.nCopies(parameters, number).toArray(array(layout, parameters));
        Object signature =
                descriptor.getMethod("of", layout, numbers.getClass()).invoke(null, number, numbers);
        Object[] options = array(option, 2);
        options[0] = option.getMethod("captureCallState", String[].class).invoke(null, (Object) new String[] {"errno"});
        options[1] = option.getMethod("firstVariadicArg", int.class).invoke(null, 1);
        // restricted: whoever looks it up is whom native access was given to
        MethodHandle downcall = LOOKUP.findVirtual(
                linkers,
                "downcallHandle",
                MethodType.methodType(MethodHandle.class, segment, descriptor, options.getClass()));
        MethodHandle linked = (MethodHandle)
                downcall.asFixedArity().invoke(linker, symbol(linker, function), signature, (Object) options);
        return linked.asType(linked.type().changeParameterType(0, Object.class));
    }

    private static Object[] array(Class<?> of, int length) {
        return (Object[]) Array.newInstance(of, length);
    }

    private Object symbol(Object linker, String function) throws ReflectiveOperationException {
        Object symbols = linkers.getMethod("defaultLookup").invoke(linker);
        Optional<?> found = (Optional<?>)
                type("SymbolLookup").getMethod("find", String.class).invoke(symbols, function);
        return found.orElseThrow(() -> new NoSuchElementException("the C library has no " + function));
    }

    /** The memory of a direct buffer, as a function takes it for the number of an error. */
    Object memory(ByteBuffer buffer) throws ReflectiveOperationException {
        return segment.getMethod("ofBuffer", Buffer.class).invoke(null, buffer);
    }

    /** What gives the address of the byte at the position of a direct buffer. */
    MethodHandle address() throws ReflectiveOperationException {
        MethodHandle memory = LOOKUP.findStatic(segment, "ofBuffer", MethodType.methodType(segment, Buffer.class));
        MethodHandle address = LOOKUP.findVirtual(segment, "address", MethodType.methodType(long.class));
        return MethodHandles.filterReturnValue(memory, address)
                .asType(MethodType.methodType(long.class, ByteBuffer.class));
    }
}

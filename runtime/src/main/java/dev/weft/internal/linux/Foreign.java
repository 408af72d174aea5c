// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.linux;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.nio.Buffer;
import java.nio.ByteBuffer;
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
     * Links a function of the C library that returns a {@code long}, and takes a number and as much as it likes behind that. The handle is given
     * the memory for the number of an error before all of it.
     *
     * @param parameters {@code long}, or {@link Object} for memory as {@link #memory} makes it: what that belongs to lives during the call
     */
    MethodHandle link(String function, Class<?>... parameters) throws Throwable {
        Object linker = linkers.getMethod("nativeLinker").invoke(null);
        Object[] layouts = array(layout, parameters.length);
        for (int i = 0; i < layouts.length; i++) {
            layouts[i] = layoutOf(parameters[i]);
        }
        Object signature =
                descriptor.getMethod("of", layout, layouts.getClass()).invoke(null, layoutOf(long.class), layouts);
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
        return linked.asType(MethodType.methodType(long.class, parameters).insertParameterTypes(0, Object.class));
    }

    private static Object layoutOf(Class<?> parameter) throws ReflectiveOperationException {
        return type("ValueLayout")
                .getField(parameter == long.class ? "JAVA_LONG" : "ADDRESS")
                .get(null);
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

    /** What gives the memory between position and limit of a direct buffer. */
    MethodHandle memory() throws ReflectiveOperationException {
        return LOOKUP.findStatic(segment, "ofBuffer", MethodType.methodType(segment, Buffer.class))
                .asType(MethodType.methodType(Object.class, ByteBuffer.class));
    }

    /** What gives the address of memory. */
    MethodHandle address() throws ReflectiveOperationException {
        return LOOKUP.findVirtual(segment, "address", MethodType.methodType(long.class))
                .asType(MethodType.methodType(long.class, Object.class));
    }

    /** What gives the memory at an address, of a size in bytes, which lives until it is given back by hand. */
    MethodHandle mapped() throws ReflectiveOperationException {
        MethodHandle at = LOOKUP.findStatic(segment, "ofAddress", MethodType.methodType(segment, long.class));
        // restricted, as above
        MethodHandle sized = LOOKUP.findVirtual(segment, "reinterpret", MethodType.methodType(segment, long.class));
        MethodHandle buffer = LOOKUP.findVirtual(segment, "asByteBuffer", MethodType.methodType(ByteBuffer.class));
        return MethodHandles.filterReturnValue(MethodHandles.filterArguments(sized, 0, at), buffer);
    }
}

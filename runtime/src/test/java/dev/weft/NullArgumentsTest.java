// SPDX-License-Identifier: Apache-2.0
package dev.weft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.internal.LoopEngine;
import dev.weft.io.ByteStream;
import dev.weft.io.Framing;
import dev.weft.io.StreamWriter;
import dev.weft.net.Connection;
import dev.weft.spi.Fence;
import dev.weft.spi.Reports;
import dev.weft.spi.RequestId;
import dev.weft.spi.SingleUse;
import dev.weft.sync.Condition;
import dev.weft.sync.Mutex;
import dev.weft.sync.MutexStatistics;
import dev.weft.testing.Host;
import dev.weft.testing.Link;
import dev.weft.testing.MemoryNetwork;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.Proxy;
import java.lang.reflect.TypeVariable;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Each reference parameter of what users call refuses null at the call, with its own name. Not of {@code dev.weft.abi}, which woven code
 * alone calls; of interfaces whose objects users make; and of the two classes that never throw.
 */
class NullArgumentsTest {
    private static final List<String> PACKAGES =
            List.of("dev/weft", "dev/weft/spi", "dev/weft/io", "dev/weft/net", "dev/weft/sync", "dev/weft/testing");
    private static final Set<Class<?>> NEVER_THROW = Set.of(Reports.class, Fence.class);

    /** Replaced by the weaver, and refused as unwoven by what stands there. */
    private static final Set<String> REPLACED = Set.of("await", "emit");

    private static final SelectableChannel CHANNEL = closedChannel();

    private final EventLoop loop = EventLoop.simulated(1);
    private final List<String> accepted = new ArrayList<>();
    private int refused;

    @Test
    void everyPublicCallRefusesNullWithTheNameOfTheParameter() throws Exception {
        Path classes = Path.of(
                Weft.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        for (String name : PACKAGES) {
            try (Stream<Path> files = Files.list(classes.resolve(name))) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".class")).toList()) {
                    check(classes.relativize(file).toString());
                }
            }
        }
        check(loop.getClass(), EventLoop.class.getMethods(), loop);
        try (loop) {
            ScheduledTask<Void> spawned = loop.spawn(Task.done());
            check(spawned.getClass(), Awaitable.class.getMethods(), spawned);
        }
        check(SingleUse.class, Awaitable.class.getMethods(), Weft.sleep(Duration.ZERO));
        check(Task.class, Awaitable.class.getMethods(), Task.done());
        check(LoopEngine.class, Awaitable.class.getMethods(), Weft.gather(List.of()));
        assertEquals(List.of(), accepted);
        assertTrue(refused > 60, "refused: " + refused);
    }

    private void check(String file) throws Exception {
        Class<?> type = Class.forName(file.replace(File.separatorChar, '.').replaceAll("\\.class$", ""));
        if (!Modifier.isPublic(type.getModifiers())
                || NEVER_THROW.contains(type)
                || type.isAnnotation()
                || type.isEnum()) {
            return;
        }
        if (!Modifier.isAbstract(type.getModifiers())) {
            for (Constructor<?> constructor : type.getConstructors()) {
                check(constructor, null);
            }
        }
        for (Method method : type.getDeclaredMethods()) {
            if (Modifier.isStatic(method.getModifiers())) {
                check(method, null);
            }
        }
        if (type.getName().equals("dev.weft.io.ByteStream")) {
            check(
                    type,
                    type.getDeclaredMethods(),
                    type.getConstructors()[0].newInstance(
                            sample(type.getConstructors()[0].getParameterTypes()[0])));
        }
        if (type == Framing.class) {
            check(type, type.getDeclaredMethods(), Framing.delimiter(new byte[1], 1));
        }
        if (type == StreamWriter.class) {
            ByteStream stream = (ByteStream) Objects.requireNonNull(sample(ByteStream.class));
            check(type, type.getDeclaredMethods(), StreamWriter.of(stream));
        }
        if (type == Condition.class) {
            check(type, type.getDeclaredMethods(), new Condition(new Mutex()));
        }
        if (type == MemoryNetwork.class) {
            MemoryNetwork network = new MemoryNetwork(loop);
            check(type, type.getDeclaredMethods(), network);
            check(Host.class, Host.class.getDeclaredMethods(), network.host("host"));
            check(Link.class, Link.class.getDeclaredMethods(), Link.normal());
        }
        if (type == ContextKey.class) {
            check(type, type.getDeclaredMethods(), ContextKey.named("key"));
        }
        if (type == BlockingPool.class) {
            check(type, type.getDeclaredMethods(), new BlockingPool("pool", 1));
        }
    }

    private void check(Class<?> ignored, Method[] methods, Object target) throws Exception {
        for (Method method : methods) {
            if (!Modifier.isStatic(method.getModifiers())) {
                check(method, target);
            }
        }
    }

    private void check(Executable called, @Nullable Object target) throws Exception {
        if (!Modifier.isPublic(called.getModifiers()) || called.isSynthetic() || REPLACED.contains(called.getName())) {
            return;
        }
        Parameter[] parameters = called.getParameters();
        for (int i = 0; i < parameters.length; i++) {
            if (mustNotBeNull(called, i)) {
                @Nullable
                Object[] arguments = Arrays.stream(parameters)
                        .map(each -> sample(each.getType()))
                        .toArray();
                arguments[i] = null;
                check(called, target, arguments, parameters[i].getName());
            }
        }
    }

    private static boolean mustNotBeNull(Executable called, int place) {
        Parameter parameter = called.getParameters()[place];
        return !parameter.getType().isPrimitive()
                && !(parameter.getParameterizedType() instanceof TypeVariable)
                && !called.getAnnotatedParameterTypes()[place].isAnnotationPresent(Nullable.class)
                && !called.getName().equals("equals");
    }

    private void check(Executable called, @Nullable Object target, @Nullable Object[] arguments, String name)
            throws Exception {
        try {
            if (called instanceof Constructor<?> constructor) {
                var unused = constructor.newInstance(arguments);
            } else {
                ((Method) called).invoke(target, arguments);
            }
            accepted.add(called + " accepts null as " + name);
        } catch (InvocationTargetException wrapped) {
            Throwable thrown = wrapped.getCause();
            if (thrown instanceof NullPointerException && name.equals(thrown.getMessage())) {
                refused++;
            } else {
                accepted.add(called + " says of null as " + name + ": " + thrown);
            }
        }
    }

    private static SelectableChannel closedChannel() {
        try (SocketChannel channel = SocketChannel.open()) {
            return channel;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static @Nullable Object sample(Class<?> type) {
        if (type == SelectableChannel.class) {
            return CHANNEL;
        } else if (type == Duration.class) {
            return Duration.ZERO;
        } else if (type == Throwable.class) {
            return new IllegalStateException();
        } else if (type == Mutex.class) {
            return new Mutex();
        } else if (type == MutexStatistics.class) {
            return new Mutex().statistics();
        } else if (type == String.class) {
            return "1.2.3.4";
        } else if (type == RequestId.class) {
            return new RequestId("node", 1);
        } else if (type == List.class || type == Collection.class) {
            return List.of();
        } else if (type == Connection.class || type == ByteStream.class) {
            return new MemoryNetwork(EventLoop.simulated(1)).pair().left();
        } else if (type == InetSocketAddress.class) {
            return new InetSocketAddress(1);
        } else if (type == ByteBuffer.class) {
            return ByteBuffer.allocate(1);
        } else if (type == byte[].class) {
            return new byte[1];
        } else if (type == Class.class || type == Object.class) {
            return Object.class;
        } else if (type == boolean.class) {
            return false;
        } else if (type == long.class) {
            return 1L;
        } else if (type.isPrimitive()) {
            return 1;
        }
        return type.isInterface()
                ? Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (proxy, method, arguments) -> answer(method.getReturnType()))
                : null;
    }

    private static @Nullable Object answer(Class<?> type) {
        return type == boolean.class || type == EventLoop.class ? sample(type) : null;
    }
}

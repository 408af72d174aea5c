// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.tools;

import com.example.targets.Driver;
import com.example.targets.Trail;
import com.example.targets.shapes.TryShapes;
import dev.weft.EventLoop;
import dev.weft.Weft;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Runs every shape of the targets and prints the events that it leaves. What it prints under Weft's agent alone, which the tests of
 * the targets hold to blocking code, it has to print in any company.
 */
final class AllShapes {
    private static final String FOLDER = "com/example/targets/shapes/";

    private AllShapes() {}

    public static void main(String[] arguments) throws Exception {
        for (String name : classNames()) {
            Class<?> type = Class.forName(name);
            List<Method> shapes = shapes(type);
            for (Method shape : shapes) {
                System.out.println(type.getSimpleName() + "." + shape.getName());
                print(shape, () -> true);
                print(shape, () -> false);
                print(shape, new Random(1)::nextBoolean);
            }
            if (!shapes.isEmpty() && !Weft.isWoven(type)) {
                System.out.println(type + " is not woven");
            }
        }
    }

    private static List<String> classNames() throws Exception {
        Path jar = Path.of(TryShapes.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.startsWith(FOLDER) && name.endsWith(".class"))
                    .map(name -> name.replace(".class", "").replace('/', '.'))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(jar + " is no jar", e);
        }
    }

    private static List<Method> shapes(Class<?> type) {
        return Stream.of(type.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && Modifier.isStatic(method.getModifiers()))
                .filter(method -> Arrays.equals(method.getParameterTypes(), new Class<?>[] {Trail.class}))
                .sorted(Comparator.comparing(Method::getName))
                .toList();
    }

    private static void print(Method shape, BooleanSupplier suspends) {
        Trail trail = new Trail(suspends);
        try (EventLoop loop = EventLoop.simulated(0)) {
            loop.run(Driver.drive(() -> shape.invoke(null, trail), trail));
        }
        trail.events().forEach(event -> System.out.println("  " + event));
    }
}

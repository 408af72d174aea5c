// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.libraries;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;

/**
 * The classes of a library.
 *
 * @param name how tables name it, with the version
 * @param classFiles its class files, by internal name; without those of {@code META-INF/versions}
 */
public record Library(String name, Map<String, byte[]> classFiles) {
    private static final String CLASS = ".class";
    private static final String OBJECT = "java/lang/Object";
    private static final int VERSION_OFFSET = 7;

    /** Reads a jar. */
    public static Library ofJar(Path jar) throws IOException {
        try (FileSystem files = FileSystems.newFileSystem(jar)) {
            return new Library(jar.getFileName().toString().replaceAll("\\.jar$", ""), read(files.getPath("/")));
        }
    }

    /** Reads a module of a JDK, which need not be the running one. */
    public static Library ofModule(Path jdkHome, String module) throws IOException {
        try (FileSystem jrt = FileSystems.newFileSystem(URI.create("jrt:/"), Map.of("java.home", jdkHome.toString()))) {
            return new Library(module, read(jrt.getPath("modules", module)));
        }
    }

    private static Map<String, byte[]> read(Path root) throws IOException {
        Map<String, byte[]> classFiles = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            List<Path> found = files.filter(
                            file -> isClass(root.relativize(file).toString()))
                    .toList();
            for (Path file : found) {
                String name = root.relativize(file).toString();
                classFiles.put(name.substring(0, name.length() - CLASS.length()), Files.readAllBytes(file));
            }
        }
        return classFiles;
    }

    private static boolean isClass(String file) {
        return file.endsWith(CLASS) && !file.endsWith("-info.class") && !file.startsWith("META-INF");
    }

    /** The names of its classes. */
    public Set<String> names() {
        return classFiles.keySet();
    }

    /** One class in so many, chosen by the names. */
    public Library oneIn(int number) {
        Map<String, byte[]> chosen = new TreeMap<>(classFiles);
        chosen.keySet().removeIf(internalName -> Math.floorMod(internalName.hashCode(), number) != 0);
        return new Library(name, chosen);
    }

    /** The library as a compiler for Java 8 would have left it: class files that are too old to have stack maps get them here. */
    public Library withStackMaps() {
        Map<String, byte[]> upgraded = new TreeMap<>(classFiles);
        upgraded.replaceAll(
                (name, classFile) -> classFile[VERSION_OFFSET] >= Opcodes.V1_7 ? classFile : upgrade(classFile));
        return new Library(name, upgraded);
    }

    private byte[] upgrade(byte[] classFile) {
        ClassNode node = new ClassNode();
        new ClassReader(classFile).accept(node, ClassReader.SKIP_FRAMES);
        node.version = Opcodes.V1_8;
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES) {
            @Override
            protected String getCommonSuperClass(String first, String second) {
                List<String> candidates = superclasses(second);
                return superclasses(first).stream()
                        .filter(candidates::contains)
                        .findFirst()
                        .orElse(OBJECT);
            }
        };
        node.accept(writer);
        return writer.toByteArray();
    }

    /** A class and what it extends. An interface is an object to the verifier; so is what is not of the library or the JDK. */
    private List<String> superclasses(String start) {
        List<String> chain = new ArrayList<>();
        for (String next = start; next != null; next = superclass(next)) {
            chain.add(next);
        }
        return chain;
    }

    private @Nullable String superclass(String internalName) {
        byte[] classFile = classFiles.get(internalName);
        if (classFile != null) {
            ClassReader reader = new ClassReader(classFile);
            return (reader.getAccess() & Opcodes.ACC_INTERFACE) != 0 ? null : reader.getSuperName();
        }
        try {
            Class<?> superclass = Class.forName(
                            internalName.replace('/', '.'), false, ClassLoader.getPlatformClassLoader())
                    .getSuperclass();
            return superclass == null ? null : superclass.getName().replace('.', '/');
        } catch (ClassNotFoundException notOfTheJdk) {
            return null;
        }
    }
}

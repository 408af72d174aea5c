// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.mutated;

import dev.weft.weave.Weaver;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.SimpleRemapper;

/**
 * The class files that are damaged: those of the targets that have async methods, and some of the JDK under another name.
 * The samples are not among them: each new one would make other mutants of every seed.
 * Most damage is done to slices, which are such a class with one of its methods: they link as the class does, and fast.
 */
final class Corpus {
    /** With every kind of loop, handler, array and arithmetic that people wrote by hand. */
    private static final List<String> OF_THE_JDK = List.of(
            "java/util/HashMap",
            "java/util/TimSort",
            "java/util/Formatter$FormatSpecifier",
            "java/util/concurrent/ConcurrentHashMap",
            "java/util/concurrent/ForkJoinPool",
            "java/util/regex/Pattern",
            "java/math/BigDecimal",
            "java/net/URI",
            "java/text/DecimalFormat",
            "java/time/Duration");

    private final List<byte[]> whole = new ArrayList<>();
    private final List<byte[]> slices = new ArrayList<>();
    private final List<byte[]> foreign = new ArrayList<>();

    /** Reads the jars of test programs. */
    Corpus(List<String> jars) throws IOException {
        for (String jar : jars) {
            addJar(jar);
        }
        for (String name : OF_THE_JDK) {
            addSlices(renamed(bytesOf(name), name), foreign);
        }
    }

    private void addJar(String path) throws IOException {
        try (JarFile jar = new JarFile(path)) {
            List<JarEntry> entries = jar.stream()
                    .filter(entry -> entry.getName().endsWith(".class"))
                    .sorted(Comparator.comparing(JarEntry::getName))
                    .toList();
            for (JarEntry entry : entries) {
                try (InputStream in = jar.getInputStream(entry)) {
                    byte[] classFile = in.readAllBytes();
                    if (Weaver.mayNeedWeaving(classFile)) {
                        whole.add(classFile);
                        addSlices(classFile, slices);
                    }
                }
            }
        }
    }

    private static byte[] bytesOf(String name) throws IOException {
        try (InputStream in = ClassLoader.getSystemResourceAsStream(name + ".class")) {
            if (in == null) {
                throw new IllegalStateException("not in this JDK: " + name);
            }
            return in.readAllBytes();
        }
    }

    /** Nobody may define a class in a package of the JDK. */
    private static byte[] renamed(byte[] classFile, String name) {
        ClassWriter writer = new ClassWriter(0);
        new ClassReader(classFile)
                .accept(new ClassRemapper(writer, new SimpleRemapper(Opcodes.ASM9, name, "mutated/" + name)), 0);
        return writer.toByteArray();
    }

    private static void addSlices(byte[] classFile, List<byte[]> slices) {
        List<String> methods = new ArrayList<>();
        new ClassReader(classFile)
                .accept(
                        new ClassVisitor(Opcodes.ASM9) {
                            @Override
                            public @Nullable MethodVisitor visitMethod(
                                    int access, String name, String descriptor, String signature, String[] exceptions) {
                                if ((access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) == 0) {
                                    methods.add(name + descriptor);
                                }
                                return null;
                            }
                        },
                        ClassReader.SKIP_CODE);
        methods.forEach(method -> slices.add(slice(classFile, method)));
    }

    private static byte[] slice(byte[] classFile, String kept) {
        ClassWriter writer = new ClassWriter(0);
        new ClassReader(classFile)
                .accept(
                        new ClassVisitor(Opcodes.ASM9, writer) {
                            @Override
                            public @Nullable MethodVisitor visitMethod(
                                    int access, String name, String descriptor, String signature, String[] exceptions) {
                                return (name + descriptor).equals(kept)
                                        ? super.visitMethod(access, name, descriptor, signature, exceptions)
                                        : null;
                            }
                        },
                        0);
        return writer.toByteArray();
    }

    /** Whole classes with async methods. */
    List<byte[]> whole() {
        return whole;
    }

    /** One method each, of those classes. */
    List<byte[]> slices() {
        return slices;
    }

    /** One method each, of classes that never heard of Weft. */
    List<byte[]> foreign() {
        return foreign;
    }

    /** How many class files there are. */
    int size() {
        return whole.size() + OF_THE_JDK.size();
    }
}

// SPDX-License-Identifier: Apache-2.0
package com.example.targets;

import dev.weft.support.Jvm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.eclipse.jdt.core.compiler.batch.BatchCompiler;
import org.jspecify.annotations.Nullable;

/** Compiles files, given by the name of their class, to class files, given in the same way. */
interface SourceCompiler {
    /** The jar of the compiler plugin, where it weaves instead of the agent. */
    @Nullable
    String PLUGIN = System.getProperty("weft.pluginJar");

    Map<String, byte[]> compile(Map<String, String> sources, List<String> options);

    /** The compiler of the running JDK; with the compiler plugin, if this JVM is to run without the agent. */
    static SourceCompiler javac() {
        return PLUGIN == null ? SourceCompiler::inMemory : SourceCompiler::withPlugin;
    }

    /** Plain javac, for programs that are not to be woven. */
    static SourceCompiler plainJavac() {
        return SourceCompiler::inMemory;
    }

    private static void addPlugin(List<String> command) {
        if (PLUGIN != null) {
            command.remove("-proc:none");
            command.addAll(List.of("-processorpath", PLUGIN, "-Aweft.all=off"));
        }
    }

    private static Map<String, byte[]> withPlugin(Map<String, String> sources, List<String> options) {
        return onDisk(sources, options, command -> {
            addPlugin(command);
            ByteArrayOutputStream output = new ByteArrayOutputStream();
            int status = ToolProvider.getSystemJavaCompiler().run(null, output, output, command.toArray(String[]::new));
            return status == 0 ? "" : output.toString(StandardCharsets.UTF_8);
        });
    }

    /** The compiler of Eclipse, which leaves other code than javac: other blocks for finally, other names for lambdas. */
    static SourceCompiler ecj() {
        return (sources, options) -> onDisk(sources, options, command -> {
            StringWriter output = new StringWriter();
            PrintWriter printer = new PrintWriter(output);
            boolean compiled = BatchCompiler.compile(command.toArray(String[]::new), printer, printer, null);
            return compiled ? "" : output.toString();
        });
    }

    /** The compiler of another JDK, in a process. */
    static SourceCompiler javacOf(Path jdk) {
        return (sources, options) -> onDisk(sources, options, command -> {
            addPlugin(command);
            command.addAll(0, List.of("-m", "jdk.compiler/com.sun.tools.javac.Main"));
            Jvm.Result result = Jvm.run(jdk, command.toArray(String[]::new));
            return result.exitCode() == 0 ? "" : result.output();
        });
    }

    /** A compiler with a command line; it returns what it complained of. */
    interface Command {
        String run(List<String> arguments) throws IOException, InterruptedException;
    }

    private static List<String> withClassPath(List<String> options) {
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of("-proc:none", "-nowarn", "-classpath", System.getProperty("java.class.path")));
        return all;
    }

    private static Map<String, byte[]> inMemory(Map<String, String> sources, List<String> options) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Map<String, byte[]> classes = new TreeMap<>();
        var diagnostics = new DiagnosticCollector<JavaFileObject>();
        JavaFileManager manager =
                new ForwardingJavaFileManager<>(compiler.getStandardFileManager(diagnostics, null, null)) {
                    @Override
                    public JavaFileObject getJavaFileForOutput(
                            Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
                        return output(className, classes);
                    }
                };
        List<JavaFileObject> files = new ArrayList<>();
        sources.forEach((name, source) -> files.add(input(name, source)));
        boolean compiled = compiler.getTask(null, manager, diagnostics, withClassPath(options), null, files)
                .call();
        if (!compiled) {
            throw new IllegalArgumentException(diagnostics.getDiagnostics().toString());
        }
        return classes;
    }

    private static JavaFileObject input(String className, String source) {
        return new SimpleJavaFileObject(uri(className, ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
    }

    private static JavaFileObject output(String className, Map<String, byte[]> classes) {
        return new SimpleJavaFileObject(uri(className, ".class"), JavaFileObject.Kind.CLASS) {
            @Override
            public OutputStream openOutputStream() {
                return new ByteArrayOutputStream() {
                    @Override
                    public void close() {
                        classes.put(className, toByteArray());
                    }
                };
            }
        };
    }

    private static URI uri(String className, String extension) {
        return URI.create("mem:///" + className.replace('.', '/') + extension);
    }

    private static Map<String, byte[]> onDisk(Map<String, String> sources, List<String> options, Command compiler) {
        try {
            Path folder = Files.createTempDirectory("weft-sources");
            try {
                return compileIn(folder, sources, options, compiler);
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, byte[]> compileIn(
            Path folder, Map<String, String> sources, List<String> options, Command compiler)
            throws IOException, InterruptedException {
        Path classes = folder.resolve("classes");
        List<String> command = withClassPath(options);
        command.addAll(List.of("-d", classes.toString()));
        for (var source : sources.entrySet()) {
            String name = source.getKey().substring(source.getKey().lastIndexOf('.') + 1);
            command.add(Files.writeString(folder.resolve(name + ".java"), source.getValue())
                    .toString());
        }
        String complaint = compiler.run(command);
        if (!complaint.isEmpty()) {
            throw new IllegalArgumentException(complaint);
        }
        return classesIn(classes);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static Map<String, byte[]> classesIn(Path root) throws IOException {
        Map<String, byte[]> classes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String path = root.relativize(file)
                        .toString()
                        .replace(file.getFileSystem().getSeparator(), ".");
                classes.put(path.substring(0, path.length() - ".class".length()), Files.readAllBytes(file));
            }
        }
        return classes;
    }
}

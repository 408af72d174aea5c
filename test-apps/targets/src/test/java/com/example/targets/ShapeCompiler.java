// SPDX-License-Identifier: Apache-2.0
package com.example.targets;

import dev.weft.support.FileTree;
import dev.weft.support.Jvm;
import dev.weft.support.SourceCompiler;
import dev.weft.support.Subprocess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.tools.ToolProvider;
import org.eclipse.jdt.core.compiler.batch.BatchCompiler;
import org.jspecify.annotations.Nullable;

/** Compiles files, given by the name of their class, to class files, given in the same way. */
interface ShapeCompiler {
    /** The jar of the compiler plugin, where it weaves instead of the agent. */
    @Nullable
    String PLUGIN = System.getProperty("weft.pluginJar");

    Map<String, byte[]> compile(Map<String, String> sources, List<String> options);

    /** The compiler of the running JDK; with the compiler plugin, if this JVM is to run without the agent. */
    static ShapeCompiler javac() {
        return PLUGIN == null ? ShapeCompiler::inMemory : ShapeCompiler::withPlugin;
    }

    /** Plain javac, for programs that are not to be woven. */
    static ShapeCompiler plainJavac() {
        return ShapeCompiler::inMemory;
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
    static ShapeCompiler ecj() {
        return (sources, options) -> onDisk(sources, options, command -> {
            StringWriter output = new StringWriter();
            PrintWriter printer = new PrintWriter(output);
            boolean compiled = BatchCompiler.compile(command.toArray(String[]::new), printer, printer, null);
            return compiled ? "" : output.toString();
        });
    }

    /** The compiler of another JDK, in a process. */
    static ShapeCompiler javacOf(Path jdk) {
        return (sources, options) -> onDisk(sources, options, command -> {
            addPlugin(command);
            Subprocess.Result result = Jvm.javac(jdk, command);
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
        return new SourceCompiler(withClassPath(options)).compile(sources).requireClasses();
    }

    private static Map<String, byte[]> onDisk(Map<String, String> sources, List<String> options, Command compiler) {
        try {
            Path folder = Files.createTempDirectory("weft-sources");
            try {
                return compileIn(folder, sources, options, compiler);
            } finally {
                FileTree.delete(folder);
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
        return FileTree.classes(classes);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.support;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.annotation.processing.Processor;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.DiagnosticListener;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * The javac of the running JDK, in this JVM, on sources in memory. A source goes by the name of its class, and so does a class file.
 * For one thread at a time.
 */
public final class SourceCompiler {
    private static final JavaCompiler JAVAC = ToolProvider.getSystemJavaCompiler();

    /** Shared, as opening the JDK's classes takes longer than a small compilation. */
    private static final StandardJavaFileManager FILES = JAVAC.getStandardFileManager(null, null, null);

    private static final List<String> PATHS = List.of("-classpath", "-cp", "--class-path", "--module-path");

    private final List<String> options;
    private final List<Processor> processors = new ArrayList<>();

    /** Makes a compiler with options. The class path is that of this JVM, unless one of them is a path. */
    public SourceCompiler(List<String> options) {
        this.options = new ArrayList<>(options);
        if (Collections.disjoint(options, PATHS)) {
            this.options.addAll(List.of("-classpath", System.getProperty("java.class.path")));
        }
    }

    /** Makes a compiler with options, as the other constructor does. */
    public SourceCompiler(String... options) {
        this(List.of(options));
    }

    /**
     * What javac left.
     *
     * @param succeeded whether it reported no error
     * @param messages what it said, in this order
     * @param output what it printed besides: nothing, unless it broke down
     * @param classes the class files
     */
    public record Result(
            boolean succeeded,
            List<Diagnostic<? extends JavaFileObject>> messages,
            String output,
            Map<String, byte[]> classes) {
        /** Returns the errors, each with its line of the source. */
        public String errors() {
            return messages.stream()
                    .filter(message -> message.getKind() == Diagnostic.Kind.ERROR)
                    .map(Object::toString)
                    .collect(Collectors.joining("\n"));
        }

        /** Returns the class files, or throws {@link IllegalArgumentException} with the errors. */
        public Map<String, byte[]> requireClasses() {
            if (!succeeded) {
                throw new IllegalArgumentException(errors() + output);
            }
            return classes;
        }
    }

    /** Gives javac annotation processors, and so keeps it from looking for others. */
    public SourceCompiler processors(Processor... more) {
        processors.addAll(Arrays.asList(more));
        return this;
    }

    /** Compiles one source. */
    public Result compile(String className, String source) {
        return compile(Map.of(className, source));
    }

    /** Compiles sources together: many at once, as starting javac is what takes time. */
    public Result compile(Map<String, String> sources) {
        return compile(memory(), sources);
    }

    /** Compiles sources with a file manager that is made for this one compilation. */
    public Result compile(MemoryFiles files, Map<String, String> sources) {
        var messages = new DiagnosticCollector<JavaFileObject>();
        StringWriter output = new StringWriter();
        boolean succeeded = run(output, files, messages, options, sources);
        return new Result(succeeded, messages.getDiagnostics(), output.toString(), files.classes());
    }

    /** Compiles one source and returns what javac prints, with errors and without. */
    public String print(String className, String source) {
        StringWriter output = new StringWriter();
        boolean unused = run(output, memory(), null, options, Map.of(className, source));
        return output.toString();
    }

    /** Compiles sources into a folder, which is made where it is missing, and returns the folder. */
    public Path compileInto(Path folder, Map<String, String> sources) {
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of("-d", folder.toString()));
        StringWriter output = new StringWriter();
        // Not the shared one, which would remember the folder and other paths.
        try (StandardJavaFileManager files = JAVAC.getStandardFileManager(null, null, null)) {
            Files.createDirectories(folder);
            if (!run(output, files, null, all, sources)) {
                throw new IllegalArgumentException(output.toString());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return folder;
    }

    /** A file manager that reads what this JVM's javac reads, and has no classes yet. */
    public static MemoryFiles memory() {
        return new MemoryFiles(FILES);
    }

    private boolean run(
            StringWriter output,
            JavaFileManager files,
            @Nullable DiagnosticListener<JavaFileObject> messages,
            List<String> options,
            Map<String, String> sources) {
        List<JavaFileObject> units = new ArrayList<>();
        sources.forEach((className, source) -> units.add(new MemorySource(className, source)));
        JavaCompiler.CompilationTask task = JAVAC.getTask(output, files, messages, options, null, units);
        if (!processors.isEmpty()) {
            task.setProcessors(processors);
        }
        return task.call();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** Runs the compiler of this JDK, in this JVM and in memory, on one source with the plugin's processor. */
public final class Javac {
    private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

    /** Shared, as opening the JDK's classes takes longer than a small compilation. */
    private static final StandardJavaFileManager FILES = COMPILER.getStandardFileManager(null, null, null);

    private Javac() {}

    /**
     * What a compilation left.
     *
     * @param succeeded whether javac reported no error
     * @param messages what it said, in this order
     * @param classes the class files by their names
     */
    public record Result(
            boolean succeeded, List<Diagnostic<? extends JavaFileObject>> messages, Map<String, byte[]> classes) {}

    /** Compiles with the processor, which checks as the plugin does. */
    public static Result compile(String className, String source, List<String> options) {
        Map<String, byte[]> classes = new TreeMap<>();
        return compile(inMemory(classes), className, source, options, classes);
    }

    /** Compiles with a file manager that has class files only for javac. */
    static Result compileForgetfully(String className, String source) {
        JavaFileManager manager = new ForwardingJavaFileManager<>(inMemory(new TreeMap<>())) {
            @Override
            public FileObject getFileForOutput(
                    Location location, String packageName, String name, @Nullable FileObject sibling) {
                return output(name, new TreeMap<>());
            }
        };
        return compile(manager, className, source, List.of(), Map.of());
    }

    private static Result compile(
            JavaFileManager manager,
            String className,
            String source,
            List<String> options,
            Map<String, byte[]> classes) {
        DiagnosticCollector<JavaFileObject> messages = new DiagnosticCollector<>();
        JavaCompiler.CompilationTask task = COMPILER.getTask(
                null, manager, messages, withClassPath(options), null, List.of(input(className, source)));
        task.setProcessors(List.of(new WeftProcessor()));
        boolean succeeded = task.call();
        return new Result(succeeded, messages.getDiagnostics(), classes);
    }

    /** Compiles as somebody does who has the plugin on the processor path. Returns what javac prints. */
    public static String print(String className, String source, String... options) {
        List<String> all = new ArrayList<>(List.of("-processorpath", System.getProperty("java.class.path")));
        all.addAll(List.of(options));
        StringWriter printed = new StringWriter();
        JavaFileManager manager = inMemory(new TreeMap<>());
        COMPILER.getTask(printed, manager, null, withClassPath(all), null, List.of(input(className, source)))
                .call();
        return printed.toString()
                .replace("\r\n", "\n")
                .replaceAll("(?m)^/", ""); // javac shows mem:///A.java as /A.java
    }

    private static List<String> withClassPath(List<String> options) {
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of("-classpath", System.getProperty("java.class.path")));
        return all;
    }

    private static JavaFileManager inMemory(Map<String, byte[]> classes) {
        return new ForwardingJavaFileManager<>(FILES) {
            @Override
            public JavaFileObject getJavaFileForOutput(
                    Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
                return output(className, classes);
            }

            @Override
            public FileObject getFileForInput(Location location, String packageName, String name) {
                return getFileForOutput(location, packageName, name, null);
            }

            @Override
            public FileObject getFileForOutput(
                    Location location, String packageName, String name, @Nullable FileObject sibling) {
                String className = name.substring(0, name.length() - ".class".length());
                return output(packageName.isEmpty() ? className : packageName + "." + className, classes);
            }

            @Override
            public void close() {} // it is shared
        };
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
            public InputStream openInputStream() throws IOException {
                byte[] classFile = classes.get(className);
                if (classFile == null) {
                    throw new NoSuchFileException(className);
                }
                return new ByteArrayInputStream(classFile);
            }

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
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.generated;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles sources in memory with the javac of the running JDK, many at once: starting it is what takes time. */
final class SourceCompiler {
    /** What javac refuses. */
    static class InvalidSource extends Exception {
        private static final long serialVersionUID = 1;

        InvalidSource(String message) {
            super(message);
        }
    }

    /** javac broke down, and said nothing about the source. */
    static final class CompilerCrash extends InvalidSource {
        private static final long serialVersionUID = 1;

        CompilerCrash(String message) {
            super(message);
        }
    }

    private SourceCompiler() {}

    /**
     * Compiles.
     *
     * @param sources the files, by the name of their class
     * @return the class files, by the names of the classes
     */
    static Map<String, byte[]> compile(Map<String, String> sources, int release, String debug) throws InvalidSource {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var diagnostics = new DiagnosticCollector<JavaFileObject>();
        Map<String, byte[]> classes = new TreeMap<>();
        List<JavaFileObject> files = new ArrayList<>();
        sources.forEach((name, source) -> files.add(input(name, source)));
        List<String> options = List.of(
                "--release",
                String.valueOf(release),
                debug,
                "-proc:none",
                "-Xlint:none",
                "-nowarn",
                "-classpath",
                System.getProperty("java.class.path"));
        try (StandardJavaFileManager standard = compiler.getStandardFileManager(diagnostics, null, null)) {
            StringWriter out = new StringWriter();
            boolean compiled = compiler.getTask(out, manager(standard, classes), diagnostics, options, null, files)
                    .call();
            if (!compiled) {
                String errors = errors(diagnostics);
                throw errors.isEmpty() ? new CompilerCrash(out.toString()) : new InvalidSource(errors);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return classes;
    }

    private static String errors(DiagnosticCollector<JavaFileObject> diagnostics) {
        return String.join(
                "\n",
                diagnostics.getDiagnostics().stream()
                        .filter(each -> each.getKind() == Diagnostic.Kind.ERROR)
                        .map(Object::toString)
                        .toList());
    }

    private static JavaFileManager manager(JavaFileManager standard, Map<String, byte[]> classes) {
        return new ForwardingJavaFileManager<>(standard) {
            @Override
            public JavaFileObject getJavaFileForOutput(
                    Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
                return output(className, classes);
            }
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

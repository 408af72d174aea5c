// SPDX-License-Identifier: Apache-2.0
package com.example.targets;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Sources compiled in memory by the running JDK. Its classes take precedence over those of the class path. */
final class CompiledSources extends ClassLoader {
    private final Map<String, byte[]> classes = new TreeMap<>();

    /** Compiles files, given by the name of their class. */
    CompiledSources(Map<String, String> sources, List<String> options) {
        super(CompiledSources.class.getClassLoader());
        var compiler = ToolProvider.getSystemJavaCompiler();
        var diagnostics = new DiagnosticCollector<JavaFileObject>();
        JavaFileManager manager =
                new ForwardingJavaFileManager<>(compiler.getStandardFileManager(diagnostics, null, null)) {
                    @Override
                    public JavaFileObject getJavaFileForOutput(
                            Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
                        return output(className);
                    }
                };
        List<JavaFileObject> files = new ArrayList<>();
        sources.forEach((name, source) -> files.add(input(name, source)));
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of("-proc:none", "-Xlint:none", "-classpath", System.getProperty("java.class.path")));
        boolean compiled =
                compiler.getTask(null, manager, diagnostics, all, null, files).call();
        if (!compiled) {
            throw new IllegalArgumentException(diagnostics.getDiagnostics().toString());
        }
    }

    private static JavaFileObject input(String className, String source) {
        return new SimpleJavaFileObject(uri(className, ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
    }

    private JavaFileObject output(String className) {
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

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        byte[] classFile = classes.get(name);
        if (classFile == null) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : defineClass(name, classFile, 0, classFile.length);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac;

import dev.weft.support.FileTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;

/** A project of a few files, compiled by the javac of this JVM with the plugin of this module on its processor path. */
final class Build {
    private static final String CLASS_PATH = System.getProperty("java.class.path");

    private final Path folder;
    private final List<Path> sources = new ArrayList<>();
    private final List<String> options = new ArrayList<>();
    private final List<String> messages = new ArrayList<>();
    private Path classes;
    private boolean besideSources;

    Build(Path folder) {
        this.folder = folder;
        this.classes = folder.resolve("classes");
    }

    /** Adds a file, or writes it anew. */
    Build source(String name, String text) {
        Path file = folder.resolve("src").resolve(name);
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!sources.contains(file)) {
            sources.add(file);
        }
        return this;
    }

    Build options(String... more) {
        options.addAll(List.of(more));
        return this;
    }

    /** Where the class files go. */
    Build into(String name) {
        classes = folder.resolve(name);
        return this;
    }

    /** Gives javac no {@code -d}: each class goes where its source is. */
    Build besideSources() {
        classes = folder.resolve("src");
        besideSources = true;
        return this;
    }

    /** Compiles all files, or those named. Returns whether javac is content. */
    boolean compile(String... names) {
        List<Path> files = names.length == 0
                ? sources
                : Stream.of(names)
                        .map(name -> folder.resolve("src").resolve(name))
                        .toList();
        List<String> all = new ArrayList<>(List.of("-cp", CLASS_PATH + ":" + classes));
        if (!besideSources) {
            all.addAll(List.of("-d", classes.toString()));
        }
        if (!options.contains("-processorpath")) {
            all.addAll(List.of("-processorpath", CLASS_PATH));
        }
        all.addAll(options);
        DiagnosticCollector<JavaFileObject> collector = new DiagnosticCollector<>();
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var manager = compiler.getStandardFileManager(collector, Locale.ROOT, null)) {
            boolean done = compiler.getTask(
                            null, manager, collector, all, null, manager.getJavaFileObjectsFromPaths(files))
                    .call();
            messages.clear();
            collector.getDiagnostics().forEach(each -> messages.add(text(each)));
            return done;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What javac said the last time, as {@code ERROR A.java:3: text}. */
    List<String> messages() {
        return messages;
    }

    private static String text(Diagnostic<? extends JavaFileObject> message) {
        JavaFileObject source = message.getSource();
        String place =
                source == null ? "" : Path.of(source.getName()).getFileName() + ":" + message.getLineNumber() + ": ";
        return message.getKind() + " " + place + message.getMessage(Locale.ROOT);
    }

    /** The class files, by name with slashes. */
    Map<String, byte[]> classFiles() {
        try {
            Map<String, byte[]> files = FileTree.contents(classes);
            files.keySet().removeIf(name -> !name.endsWith(".class"));
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path classes() {
        return classes;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.libraries;

import dev.weft.support.Built;
import dev.weft.support.Jdks;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Weaves one library after the other, has the JVM link what comes out, and keeps a row of counts for each. */
final class LibraryRun {
    private final Path folder;
    private final int oneIn;
    private final List<List<String>> rows = new ArrayList<>();
    private final List<String> failed = new ArrayList<>();

    /**
     * Begins.
     *
     * @param folder where the woven libraries go
     * @param oneIn one class in so many of each library is taken
     */
    LibraryRun(Path folder, int oneIn) {
        this.folder = folder;
        this.oneIn = oneIn;
    }

    static List<String> columns() {
        List<String> columns = new ArrayList<>(
                List.of("library", "classes", "methods", "woven", "suspension points", "over 8,000 bytes"));
        Stream.of(Reason.values()).forEach(reason -> columns.add(reason.text()));
        columns.addAll(List.of("linked", "not linkable unwoven", "failed"));
        return columns;
    }

    List<List<String>> rows() {
        return rows;
    }

    /** What went wrong, one sentence each. */
    List<String> failed() {
        return failed;
    }

    /**
     * Weaves a jar, and links it in front of itself on the class path.
     *
     * @param jar the library
     * @param needs what it links to, itself too
     */
    void verifyJar(Path jar, List<Path> needs) throws Exception {
        Library library = Library.ofJar(jar).withStackMaps().oneIn(oneIn);
        WovenLibrary woven = LibraryWeaver.addTwins(library.classFiles());
        String before = classPath(needs) + File.pathSeparator + Built.runtimeJar();
        String after = written(library.name(), woven) + File.pathSeparator + before;
        Linked unwoven = Linked.in(Jdks.current(), List.of("-cp", before), library.names());
        Linked rewoven = Linked.in(Jdks.current(), List.of("-cp", after), all(library, woven));
        add(library.name(), library, woven, unwoven, rewoven);
    }

    /**
     * Weaves a module of a JDK, and links it in that JDK, patched with it. The runtime becomes a part of the module: nothing in
     * {@code java.base} sees classes of a class path.
     */
    void verifyModule(Path jdkHome, String module) throws Exception {
        Library library = Library.ofModule(jdkHome, module).oneIn(oneIn);
        WovenLibrary woven = LibraryWeaver.addTwins(library.classFiles());
        String name = "JDK " + Jdks.feature(jdkHome) + " " + module;
        Path jar = written(name, woven.withClassesOf(Library.ofJar(Built.runtimeJar())));
        Linked unwoven = Linked.in(jdkHome, List.of("-cp", classPath(List.of())), library.names());
        Linked rewoven = Linked.in(jdkHome, patch(module, jar), all(library, woven));
        add(name, library, woven, unwoven, rewoven);
    }

    /** What is not woven has to link beside what is, and beside the frame classes. */
    private static Set<String> all(Library library, WovenLibrary woven) {
        Set<String> names = new TreeSet<>(library.names());
        names.addAll(woven.names());
        return names;
    }

    private Path written(String name, WovenLibrary woven) throws IOException {
        Path jar = folder.resolve(name.replace(' ', '-') + ".jar");
        woven.writeTo(jar);
        return jar;
    }

    /** The options of a JVM that has other classes in one of its modules. */
    static List<String> patch(String module, Path jar) {
        return List.of("--patch-module", module + "=" + jar, "-cp", classPath(List.of()));
    }

    private void add(String name, Library library, WovenLibrary woven, Linked before, Linked after) {
        List<String> problems = new ArrayList<>(woven.failed());
        problems.addAll(after.brokenSince(before));
        problems.forEach(problem -> failed.add(name + ": " + problem));
        List<Integer> counts = new ArrayList<>(List.of(
                library.classFiles().size(), woven.methods(), woven.woven(), woven.points(), woven.notCompiled()));
        Stream.of(Reason.values()).forEach(reason -> counts.add(woven.refused(reason)));
        counts.add(all(library, woven).size() - after.failures().size());
        counts.add(before.failures().size());
        counts.add(problems.size());
        rows.add(Stream.concat(Stream.of(name), counts.stream().map(String::valueOf))
                .toList());
        System.out.println(rows.get(rows.size() - 1));
    }

    private static String classPath(List<Path> libraries) {
        List<String> entries = new ArrayList<>();
        libraries.forEach(jar -> entries.add(jar.toString()));
        entries.add(Built.placeOf(LinkClasses.class).toString());
        return String.join(File.pathSeparator, entries);
    }
}

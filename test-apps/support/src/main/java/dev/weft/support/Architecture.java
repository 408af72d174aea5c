// SPDX-License-Identifier: Apache-2.0
package dev.weft.support;

import dev.weft.support.ClassUse.ClassName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The table of packages in {@code docs/architecture.md}, to be compared with class files: the table is the rule, and nothing else says
 * which package may use which. A row reads
 *
 * <pre>| module | `package` | what it holds | `package`, `package` (from `Class`), `package` (only `Class`, `Class`) |</pre>
 *
 * <p>Of a package with {@code from} only these classes may use it, with {@code only} nothing but these classes may be used. What the JDK
 * calls {@code java.*}, and the annotations for nulls, every package may use.
 */
public final class Architecture {
    private static final String PAGE = "docs/architecture.md";

    private final List<PackageRow> rows;

    private Architecture(List<PackageRow> rows) {
        this.rows = rows;
    }

    /**
     * Reads the table of the project that the test runs in.
     *
     * @return the table
     */
    public static Architecture read() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve(PAGE))) {
            folder = Objects.requireNonNull(folder.getParent(), "no " + PAGE + " in any folder above this one");
        }
        try {
            return of(Files.readString(folder.resolve(PAGE)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Architecture of(String page) {
        return new Architecture(PackageRow.in(page));
    }

    /**
     * Returns the packages of some modules.
     *
     * @param modules their names, as the table has them
     * @return the packages, sorted
     */
    public Set<String> packagesOf(String... modules) {
        return rows.stream()
                .filter(row -> List.of(modules).contains(row.module()))
                .map(PackageRow::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Compares the rows of one module with the class files of its build, both ways.
     *
     * @param module the module
     * @param folder the folder of its class files
     * @return what differs, one sentence each; nothing if all is as the table says
     */
    public List<String> compare(String module, Path folder) {
        List<ClassUse> uses = usesIn(folder);
        return Stream.of(
                        refused(module, uses),
                        emptyRows(module, uses),
                        unusedAllowances(module, uses),
                        unmarked(module, uses))
                .flatMap(problems -> problems)
                .toList();
    }

    /**
     * Compares the rows of one module with a jar, which may hold packages of other modules too. What a row allows need not be used there:
     * packing drops the names of classes of which javac has copied a constant.
     *
     * @param module the module whose packages are all there
     * @param jar the jar
     * @param relocated what stands in the jar under a name of its own, as {@code name=original}
     * @return what differs, one sentence each; nothing if all is as the table says
     */
    public List<String> compareJar(String module, Path jar, String... relocated) {
        List<ClassUse> uses = usesIn(jar, relocated);
        return Stream.concat(refused(module, uses), emptyRows(module, uses)).toList();
    }

    private static List<ClassUse> usesIn(Path classes, String... relocated) {
        return ClassUse.in(classes, name -> original(name, relocated)).stream()
                .filter(use -> isOurs(use.from()))
                .toList();
    }

    private Stream<String> refused(String module, List<ClassUse> uses) {
        return uses.stream()
                .map(use -> problem(module, use))
                .flatMap(Optional::stream)
                .distinct();
    }

    private Stream<String> emptyRows(String module, List<ClassUse> uses) {
        return rowsOf(module)
                .filter(row ->
                        uses.stream().noneMatch(use -> use.from().packageName().equals(row.name())))
                .map(row -> "The row of " + row.name() + " in " + PAGE + " stands for nothing: no class of " + module
                        + " is in that package. Take the row out.");
    }

    private Stream<String> unusedAllowances(String module, List<ClassUse> uses) {
        return rowsOf(module)
                .filter(row ->
                        uses.stream().anyMatch(use -> use.from().packageName().equals(row.name())))
                .flatMap(row -> row.unused(uses)
                        .map(unused -> "The row of " + row.name() + " in " + PAGE + " allows " + unused.name()
                                + ", which no class there uses. Take that out."));
    }

    private static Stream<String> unmarked(String module, List<ClassUse> uses) {
        return uses.stream()
                .map(use -> use.from().packageName())
                .distinct()
                .filter(name -> uses.stream().noneMatch(use -> marksForNulls(use, name)))
                .map(name -> "The package " + name + " of " + module + " has no package-info.java with @NullMarked.");
    }

    private Stream<PackageRow> rowsOf(String module) {
        return rows.stream().filter(row -> row.module().equals(module));
    }

    /** Whether the use is that of the annotation which has the compiler check a package for nulls. */
    private static boolean marksForNulls(ClassUse use, String packageName) {
        return use.from().equals(new ClassName(packageName, "package-info"))
                && use.to().simpleName().equals("NullMarked");
    }

    private static String original(String name, String... relocated) {
        for (String each : relocated) {
            String[] sides = each.split("=", 2);
            if (name.startsWith(sides[0] + '.')) {
                return sides[1] + name.substring(sides[0].length());
            }
        }
        return name;
    }

    private Optional<String> problem(String module, ClassUse use) {
        String user = use.from().packageName();
        Optional<PackageRow> row = PackageRow.named(rows, user);
        if (row.isEmpty()) {
            return Optional.of("The package " + user + " of " + module + " has no row in " + PAGE
                    + ": add one that says what it holds and what it may use.");
        }
        boolean free =
                user.equals(use.to().packageName()) || isEverybodys(use.to().packageName());
        return free || row.get().allows(use)
                ? Optional.empty()
                : Optional.of(use.from() + " uses " + use.to() + ", and the row of " + user + " in " + PAGE
                        + " does not allow that: go another way, or allow it there and say why in a decision.");
    }

    /**
     * Finds packages that use one another. Where the table lets a few named classes alone use a package, that arrow is left out.
     *
     * @return each circle as its packages in order, joined by arrows
     */
    public Set<String> circles() {
        Set<String> circles = new TreeSet<>();
        rows.forEach(row -> follow(row, List.of(), circles));
        return circles;
    }

    private void follow(PackageRow row, List<String> way, Set<String> circles) {
        if (way.contains(row.name())) {
            if (way.indexOf(row.name()) == 0 && row.name().equals(Collections.min(way))) { // else found from there
                circles.add(String.join(" -> ", way) + " -> " + row.name());
            }
            return;
        }
        List<String> further = new ArrayList<>(way);
        further.add(row.name());
        row.allowances().stream()
                .filter(allowance -> allowance.from().isEmpty())
                .flatMap(allowance -> PackageRow.named(rows, allowance.name()).stream())
                .forEach(next -> follow(next, further, circles));
    }

    private static boolean isEverybodys(String packageName) {
        return packageName.startsWith("java.") || packageName.startsWith("org.jspecify.");
    }

    static boolean isOurs(ClassName name) {
        return name.packageName().equals("dev.weft") || name.packageName().startsWith("dev.weft.");
    }
}

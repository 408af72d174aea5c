// SPDX-License-Identifier: Apache-2.0
package dev.weft.support;

import dev.weft.support.ClassUse.ClassName;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One package in the table of {@code docs/architecture.md}.
 *
 * @param module the module that it belongs to
 * @param name its name
 * @param allowances what its classes may use
 */
record PackageRow(String module, String name, List<Allowance> allowances) {
    private static final Pattern ROW =
            Pattern.compile("^\\| *([\\w/-]+) *\\| *`([\\w.]+)` *\\|[^|]+\\|([^|]*)\\|$", Pattern.MULTILINE);

    private static final Pattern ALLOWANCE = Pattern.compile("`([\\w.]+)`(?: \\((from|only) ((?:`\\w+`(?:, )?)+)\\))?");

    /**
     * A package that another one may use; of packages outside Weft also all below it.
     *
     * @param name its name
     * @param from the simple names of the classes that alone may use it; none for all
     * @param only the simple names of the classes that alone may be used; none for all
     */
    record Allowance(String name, Set<String> from, Set<String> only) {
        private static Allowance of(MatchResult found) {
            Set<String> names = found.group(3) == null
                    ? Set.of()
                    : Arrays.stream(found.group(3).split("[`, ]+"))
                            .filter(each -> !each.isEmpty())
                            .collect(Collectors.toSet());
            boolean from = "from".equals(found.group(2));
            return new Allowance(found.group(1), from ? names : Set.of(), from ? Set.of() : names);
        }

        boolean covers(ClassUse use) {
            return names(use.to())
                    && (from.isEmpty() || from.contains(use.from().simpleName()))
                    && (only.isEmpty() || only.contains(use.to().simpleName()));
        }

        private boolean names(ClassName used) {
            return used.packageName().equals(name)
                    || (!Architecture.isOurs(used) && used.packageName().startsWith(name + '.'));
        }
    }

    /** Reads the rows of all packages. Rows of modules whose packages are nobody's concern name none. */
    static List<PackageRow> in(String page) {
        return ROW.matcher(page).results().map(PackageRow::of).toList();
    }

    private static PackageRow of(MatchResult row) {
        List<Allowance> allowances =
                ALLOWANCE.matcher(row.group(3)).results().map(Allowance::of).toList();
        return new PackageRow(row.group(1), row.group(2), allowances);
    }

    boolean allows(ClassUse use) {
        return allowances.stream().anyMatch(allowance -> allowance.covers(use));
    }

    /** What the row allows, and no class makes use of. */
    Stream<Allowance> unused(List<ClassUse> uses) {
        return allowances.stream()
                .filter(allowance ->
                        uses.stream().noneMatch(use -> use.from().packageName().equals(name) && allowance.covers(use)));
    }

    static Optional<PackageRow> named(List<PackageRow> rows, String name) {
        return rows.stream().filter(row -> row.name.equals(name)).findFirst();
    }
}

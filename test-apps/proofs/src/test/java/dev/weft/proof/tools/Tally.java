// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.tools;

import dev.weft.support.Counts;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Counts the test methods that passed, and publishes the table when the last class of this package has ended. */
final class Tally implements AfterTestExecutionCallback, AfterAllCallback {
    private static final TreeMap<String, Set<String>> PASSED = new TreeMap<>();
    private static final Set<String> ENDED = new TreeSet<>();

    @Override
    public void afterTestExecution(ExtensionContext test) {
        if (test.getExecutionException().isEmpty()) {
            passed(test.getRequiredTestClass().getSimpleName())
                    .add(test.getRequiredTestMethod().getName());
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        ENDED.add(context.getRequiredTestClass().getSimpleName());
        if (ENDED.equals(allClasses())) {
            Counts.publish("tools", List.of("with", "version", "checked", "tests"), rows());
        }
    }

    private static Set<String> passed(String type) {
        return PASSED.computeIfAbsent(type, name -> new TreeSet<>());
    }

    private static List<List<String>> rows() throws ClassNotFoundException {
        List<List<String>> rows = new ArrayList<>();
        for (String name : ENDED) {
            Company company =
                    Class.forName(Tally.class.getPackageName() + "." + name).getAnnotation(Company.class);
            String version = company.artifact().isEmpty() ? "" : ToolJars.version(company.artifact());
            rows.add(List.of(
                    company.name(),
                    version,
                    company.checked(),
                    "" + passed(name).size()));
        }
        return rows;
    }

    /** The test classes that lie beside this one. */
    private static Set<String> allClasses() throws IOException, URISyntaxException {
        Path folder = Path.of(Tally.class.getResource("Tally.class").toURI()).getParent();
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("IT.class"))
                    .map(name -> name.replace(".class", ""))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}

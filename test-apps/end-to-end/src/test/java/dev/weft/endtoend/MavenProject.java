// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import dev.weft.support.Subprocess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A copy of the quick start, which Maven builds in a process of its own. It finds what this build has made in a repository of
 * its own, as if it had been published, and everything else in the local repository of this build.
 */
final class MavenProject {
    private static final Path ROOT = Path.of(System.getProperty("weft.root"));
    private static final String VERSION = System.getProperty("weft.version");
    private static final Duration LIMIT = Duration.ofMinutes(10);

    /** A local repository keeps no checksums. */
    private static final String UNCHECKED = "<checksumPolicy>ignore</checksumPolicy>";

    private final Path repositories;
    private final Path folder;

    private MavenProject(Path repositories, Path folder) {
        this.repositories = repositories;
        this.folder = folder;
    }

    /** Makes the repositories of projects, and the settings that name them. */
    static void publishIn(Path folder) throws IOException {
        publish(folder, "weft-parent", "", ROOT.resolve("pom.xml"));
        publish(folder, "weft-runtime", "runtime", ROOT.resolve("runtime/pom.xml"));
        publish(folder, "weft-agent", "agent", ROOT.resolve("agent/dependency-reduced-pom.xml"));
        publish(
                folder,
                "weft-compiler-plugin",
                "compiler-plugin",
                ROOT.resolve("compiler-plugin/dependency-reduced-pom.xml"));
        publish(folder, "weft-extensions", "", ROOT.resolve("extensions/pom.xml"));
        publish(folder, "weft-junit", "extensions/junit", ROOT.resolve("extensions/junit/pom.xml"));
        publish(folder, "weft-maven-plugin", "maven-plugin", ROOT.resolve("maven-plugin/pom.xml"));
        Files.writeString(folder.resolve("settings.xml"), settings(folder));
    }

    /** Copies the quick start into a folder. */
    static MavenProject quickStartIn(Path folder, Path repositories) throws IOException {
        copy(ROOT.resolve("quickstart"), folder.resolve("project"));
        return new MavenProject(repositories, folder);
    }

    /** Puts an artifact where Maven looks for it in a repository. */
    private static void publish(Path folder, String artifact, String module, Path pom) throws IOException {
        Path place = folder.resolve("published/dev/weft").resolve(artifact).resolve(VERSION);
        Files.createDirectories(place);
        String name = artifact + "-" + VERSION;
        Files.copy(pom, place.resolve(name + ".pom"));
        if (!module.isEmpty()) {
            Files.copy(ROOT.resolve(module).resolve("target").resolve(name + ".jar"), place.resolve(name + ".jar"));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(file -> !file.startsWith(from.resolve("target")))
                    .toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    private static String settings(Path folder) {
        String repositories =
                repository("published", folder.resolve("published").toUri().toString())
                        + repository(
                                "build",
                                Path.of(System.getProperty("weft.localRepository"))
                                        .toUri()
                                        .toString());
        return """
            <settings>
              <localRepository>%s</localRepository>
              <profiles><profile><id>weft</id>
                <repositories>%s</repositories>
                <pluginRepositories>%s</pluginRepositories>
              </profile></profiles>
              <activeProfiles><activeProfile>weft</activeProfile></activeProfiles>
            </settings>
            """.formatted(
                        folder.resolve("local"),
                        repositories,
                        repositories
                                .replace("<repository>", "<pluginRepository>")
                                .replace("</repository>", "</pluginRepository>"));
    }

    private static String repository(String id, String url) {
        return "<repository><id>%s</id><url>%s</url><snapshots><enabled>true</enabled>%s</snapshots><releases>%s</releases></repository>"
                .formatted(id, url, UNCHECKED, UNCHECKED);
    }

    Path file(String name) {
        return folder.resolve("project").resolve(name);
    }

    /** Takes a file of this build. */
    void copy(String name) throws IOException {
        Files.createDirectories(file(name).getParent());
        Files.copy(ROOT.resolve(name), file(name));
    }

    /** Replaces a part of a file, which has to be there. */
    void edit(String name, String part, String by) throws IOException {
        String text = Files.readString(file(name));
        if (!text.contains(part)) {
            throw new IllegalArgumentException(name + " has no " + part);
        }
        Files.writeString(file(name), text.replace(part, by));
    }

    Subprocess.Result maven(String... arguments) throws IOException, InterruptedException {
        String launcher = System.getProperty("os.name").startsWith("Windows") ? "mvn.cmd" : "mvn";
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("weft.mavenHome"), "bin", launcher).toString(),
                "-B",
                "-ntp",
                "-s",
                repositories.resolve("settings.xml").toString()));
        command.addAll(List.of(arguments));
        return new Subprocess(command)
                .in(file(""))
                .with("JAVA_HOME", System.getProperty("java.home"))
                .with(
                        "MAVEN_OPTS",
                        "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC") // it ends before what C2 makes of it would pay
                .limit(LIMIT)
                .run();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.net;

import dev.weft.benchmarks.net.server.Keys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is measured, and for how long: {@code key=value} on the command line over defaults. */
final class Settings {
    private static final Map<String, String> LONG = Map.ofEntries(
            Map.entry("jdks", "17,25"),
            Map.entry("servers", "all"),
            Map.entry("loads", "all"),
            Map.entry("rounds", "3"),
            Map.entry("warmup", "6"), // seconds
            Map.entry("seconds", "4"),
            Map.entry("straceseconds", "3"),
            Map.entry("abwarmup", "200000"), // requests
            Map.entry("abrequests", "100000"),
            Map.entry("servercore", "0"),
            Map.entry("loadcore", "1"));
    private static final Map<String, String> SHORT = Map.of(
            "rounds",
            "1",
            "warmup",
            "1",
            "seconds",
            "1",
            "straceseconds",
            "2",
            "abwarmup",
            "30000",
            "abrequests",
            "15000");

    private final Map<String, String> values = new TreeMap<>(LONG);
    private final Path target;
    private final Path agent;
    private final Path results;

    /**
     * Reads the command line.
     *
     * @param target the folder that this module was built in
     * @param agent the agent's jar
     * @param results the folder for results
     * @param options {@code short}, or {@code key=value}
     */
    Settings(Path target, Path agent, Path results, List<String> options) {
        this.target = target;
        this.agent = agent;
        this.results = results;
        options.forEach(this::take);
    }

    private void take(String option) {
        if (option.equals("short")) {
            values.putAll(SHORT);
            return;
        }
        String[] parts = option.split("=", 2);
        if (parts.length < 2 || values.replace(parts[0], parts[1]) == null) {
            throw new IllegalArgumentException(
                    "\"" + option + "\" is neither \"short\" nor key=value with a key of " + values.keySet());
        }
    }

    Path target() {
        return target;
    }

    /** The key store of the servers, which is made when it is first wanted. */
    Path keys() {
        Path keys = target.resolve("tls.p12");
        if (!Files.exists(keys)) {
            String keytool =
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
            Output.ofSuccess(List.of(
                    keytool,
                    "-genkeypair",
                    "-alias",
                    "server",
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=localhost",
                    "-storetype",
                    "PKCS12",
                    "-keystore",
                    keys.toString(),
                    "-storepass",
                    Keys.PASSWORD));
        }
        return keys;
    }

    Path agent() {
        return agent;
    }

    Path results() {
        return results;
    }

    List<Integer> jdks() {
        return List.of(value("jdks").split(",", -1)).stream()
                .map(Integer::valueOf)
                .toList();
    }

    boolean takesVariant(String name) {
        return takes("servers", name);
    }

    List<Load> loads() {
        return Load.ALL.stream().filter(load -> takes("loads", load.name())).toList();
    }

    private boolean takes(String key, String name) {
        return value(key).equals("all") || List.of(value(key).split(",", -1)).contains(name);
    }

    int rounds() {
        return number("rounds");
    }

    int number(String key) {
        return Integer.parseInt(value(key));
    }

    String value(String key) {
        String value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException("no setting " + key);
        }
        return value;
    }

    @Override
    public String toString() {
        return String.join(
                " ",
                values.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .toList());
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli.process;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The container that a process runs in, as its control groups and its command line tell about it. */
record Container(LinuxProcess process) {
    private static final Pattern ID = Pattern.compile("(?<![0-9a-f])([0-9a-f]{12})[0-9a-f]{52}(?![0-9a-f])");
    private static final Pattern AGENT = Pattern.compile("-javaagent:([^=]*weft-agent[^=]*\\.jar).*");

    /** Returns commands that ask from inside, one a line. The jar has to be there, as it is where the agent weaves. */
    String waysIn(String again) {
        String inside = again.replaceFirst("-jar \\S+", "-jar " + Matcher.quoteReplacement(jarInside()))
                .replaceFirst(
                        "\\b" + process.pid() + "\\b",
                        String.valueOf(process.status().pidInside()));
        String groups = groups();
        StringBuilder ways = new StringBuilder();
        if (groups.contains("kubepods")) {
            ways.append("  kubectl exec POD -c CONTAINER -- ").append(inside).append('\n');
        } else {
            ways.append("  docker exec ")
                    .append(id(groups).orElse("CONTAINER"))
                    .append(' ')
                    .append(inside)
                    .append('\n');
        }
        return ways.append("  sudo nsenter -t ")
                .append(process.pid())
                .append(" -m -p ")
                .append(inside)
                .toString();
    }

    private String jarInside() {
        List<String> options = MainClass.options(process.commandLine());
        return options.stream()
                .map(AGENT::matcher)
                .filter(Matcher::matches)
                .map(agent -> agent.group(1))
                .findFirst()
                .orElse("weft-agent.jar");
    }

    private static Optional<String> id(String groups) {
        return ID.matcher(groups).results().map(found -> found.group(1)).findFirst();
    }

    private String groups() {
        try {
            return Files.readString(process.machine().file(process.pid(), "cgroup"));
        } catch (IOException e) {
            return "";
        }
    }
}

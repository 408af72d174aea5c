// SPDX-License-Identifier: Apache-2.0
package dev.weft.files;

import dev.weft.diagnostic.Finding;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The command line of the agent's jar. */
public final class WeaveCommand {
    private static final int DONE = 0;
    private static final int SOMETHING_IS_NOT_WOVEN = 1;
    private static final int MISUSED = 2;

    private static final String USAGE = """
            usage: java -jar weft-agent.jar weave IN OUT   copy a folder or jar, with its classes woven; OUT may be IN
               or: java -jar weft-agent.jar verify IN...   say which classes of folders or jars have yet to be woven
               or: java -javaagent:weft-agent.jar=help     the options of the agent, which weaves classes as they are loaded
            exit status: 0 all is woven, 1 something is not, 2 nothing was done
            """;

    private final PrintStream out;
    private final PrintStream err;

    WeaveCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /**
     * Runs the command, and ends the JVM with its status.
     *
     * @param args the command and its files
     */
    public static void main(String[] args) {
        System.exit(new WeaveCommand(System.out, System.err).run(List.of(args)));
    }

    int run(List<String> args) {
        try {
            if (args.size() == 3 && args.get(0).equals("weave")) {
                return weave(existing(args.get(1)), Path.of(args.get(2)));
            }
            if (args.size() >= 2 && args.get(0).equals("verify")) {
                return verify(args.subList(1, args.size()));
            }
            boolean askedForHelp = args.equals(List.of("help")) || args.equals(List.of("--help"));
            (askedForHelp ? out : err).print(USAGE);
            return askedForHelp ? DONE : MISUSED;
        } catch (IOException | RefusedException e) {
            err.println("[weft] " + (e instanceof RefusedException ? e.getMessage() : e.toString()));
            return MISUSED;
        }
    }

    private int weave(Path from, Path to) throws IOException, RefusedException {
        WeaveSummary summary = ClassFiles.weave(from, to);
        report(summary);
        out.println("[weft] " + from + ": " + summary.woven().size() + " of " + summary.classes() + " classes woven");
        return summary.refused().isEmpty() ? DONE : SOMETHING_IS_NOT_WOVEN;
    }

    private int verify(List<String> places) throws IOException, RefusedException {
        int status = DONE;
        for (String place : places) {
            WeaveSummary summary = ClassFiles.check(existing(place));
            report(summary);
            for (String name : summary.woven()) {
                err.println("[weft] " + place + ": " + name + " is not woven");
                status = SOMETHING_IS_NOT_WOVEN;
            }
            status = summary.refused().isEmpty() ? status : SOMETHING_IS_NOT_WOVEN;
        }
        return status;
    }

    private void report(WeaveSummary summary) {
        for (Finding finding : summary.findings()) {
            err.println("[weft] " + finding.message());
        }
    }

    private static Path existing(String text) throws IOException, RefusedException {
        Path path = Path.of(text);
        if (Files.isSymbolicLink(path)) {
            Links.follow(path);
        }
        if (!Files.exists(path)) {
            throw new RefusedException(text + " does not exist; give a folder of class files, or a jar");
        }
        return path;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli;

import dev.weft.cli.process.ExitStatus;
import dev.weft.cli.process.Failure;
import dev.weft.cli.process.Targets;
import dev.weft.diagnostic.Spelling;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The command line of the agent's jar. */
public final class Main {
    private static final Set<String> HELP = Set.of("help", "--help", "-h");
    private static final Set<String> VERSION = Set.of("version", "--version", "-V");

    private final Session session;

    Main(Session session) {
        this.session = session;
    }

    /**
     * Runs a command, and ends the JVM with its status.
     *
     * @param args the command, its parameters and options
     */
    public static void main(String[] args) {
        PrintStream err = System.err;
        Targets targets = Targets.ofThisMachine(typed(args), note -> err.println("[weft] " + note));
        Output out = Output.standard();
        System.exit(run(List.of(args), new Session(out, err, Terminal.isOutput(), targets), out));
    }

    /** Runs a command; what is not written down, as to a disk that is full, must not look as if it were. */
    static int run(List<String> args, Session session, Output out) {
        int status = new Main(session).run(args);
        String unwritten = out.failure();
        if (unwritten == null) {
            return status;
        }
        session.note("not all of the output could be written: " + unwritten);
        return ExitStatus.MISUSED.number();
    }

    /** Returns the command as one types it, for messages that say who has to. */
    private static String typed(String... args) {
        String jar = System.getProperty("java.class.path", "");
        return "java -jar " + (jar.endsWith(".jar") ? jar : "weft-agent.jar") + " " + String.join(" ", args);
    }

    int run(List<String> args) {
        if (args.isEmpty()) {
            session.err().print(Usage.all(false));
            return ExitStatus.MISUSED.number();
        }
        String first = args.get(0);
        if (HELP.contains(first) && args.size() == 1) {
            session.out().print(Usage.all(session.isTerminal()));
            return ExitStatus.DONE.number();
        }
        if (VERSION.contains(first)) {
            session.out().println(version());
            return ExitStatus.DONE.number();
        }
        return HELP.contains(first) ? help(args.get(1)) : run(first, args.subList(1, args.size()));
    }

    private int help(String name) {
        Optional<CommandEntry> entry = CommandEntry.named(name);
        entry.ifPresent(found -> session.out().print(Usage.of(found, session.isTerminal())));
        return entry.isPresent() ? ExitStatus.DONE.number() : unknown(name);
    }

    private int run(String name, List<String> args) {
        Optional<CommandEntry> entry = CommandEntry.named(name);
        return entry.isPresent() ? run(entry.get(), args) : unknown(name);
    }

    private int run(CommandEntry entry, List<String> args) {
        Command command = entry.command();
        CommandLine parser = Usage.parser(entry, command);
        try {
            ParseResult arguments = parser.parseArgs(args.toArray(String[]::new));
            if (arguments.isUsageHelpRequested()) {
                return help(entry.name());
            }
            return command.run(arguments, session);
        } catch (ParameterException e) {
            session.note(entry.name() + ": " + Misuse.sentence(e) + "; `help " + entry.name() + "` says what there is");
            return ExitStatus.MISUSED.number();
        } catch (Failure e) {
            session.note(e.sentence());
            return e.status().number();
        } catch (Session.OutputClosedException e) {
            return ExitStatus.DONE.number(); // who reads it has enough
        }
    }

    private int unknown(String name) {
        List<String> names = CommandEntry.ALL.stream().map(CommandEntry::name).toList();
        String meant = Spelling.nearest(name, names)
                .map(nearest -> "; did you mean \"" + nearest + "\"?")
                .orElse("");
        session.note(
                "there is no command \"" + name + "\"" + meant + (meant.isEmpty() ? ";" : "") + " `help` lists all");
        return ExitStatus.MISUSED.number();
    }

    private static String version() {
        String version = Main.class.getPackage().getImplementationVersion();
        return "weft " + (version == null ? "of a build" : version) + " on Java " + System.getProperty("java.version");
    }
}

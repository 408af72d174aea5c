// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli;

import dev.weft.cli.process.ExitStatus;
import dev.weft.cli.process.Failure;
import dev.weft.files.ClassFiles;
import dev.weft.files.RefusedException;
import dev.weft.files.WeaveSummary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Says which classes of folders and jars have yet to be woven. */
final class VerifyCommand implements Command {
    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(Places.parameter("0..*", "1..*", "IN", "a folder of class files, or a jar"));
    }

    @Override
    public int run(ParseResult arguments, Session session) throws Failure {
        ExitStatus status = ExitStatus.DONE;
        List<Path> places = arguments.matchedPositional(0).getValue();
        for (Path place : places) {
            if (!isWoven(place, session)) {
                status = ExitStatus.FOUND;
            }
        }
        return status.number();
    }

    private static boolean isWoven(Path place, Session session) throws Failure {
        try {
            WeaveSummary summary = ClassFiles.check(place);
            Places.report(summary, session);
            for (String name : summary.woven()) {
                session.note(place + ": " + name + " is not woven");
            }
            return summary.woven().isEmpty() && summary.refused().isEmpty();
        } catch (IOException | RefusedException e) {
            throw Places.failure(e);
        }
    }
}

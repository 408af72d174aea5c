// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli;

import dev.weft.cli.process.ExitStatus;
import dev.weft.cli.process.Failure;
import dev.weft.diagnostic.Finding;
import dev.weft.files.WeaveSummary;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.PositionalParamSpec;

/** What the commands share that are about folders and jars. */
final class Places {
    private Places() {}

    /** Returns a parameter that names one of them, or several. */
    static PositionalParamSpec parameter(String index, String arity, String label, String meaning) {
        PositionalParamSpec.Builder parameter = PositionalParamSpec.builder()
                .index(index)
                .arity(arity)
                .required(true)
                .paramLabel(label)
                .description(meaning);
        return arity.equals("1")
                ? parameter.type(Path.class).build()
                : parameter.type(List.class).auxiliaryTypes(Path.class).build();
    }

    static void report(WeaveSummary summary, Session session) {
        for (Finding finding : summary.findings()) {
            session.note(finding.message());
        }
    }

    static Failure failure(Exception failure) {
        boolean isNamedAlone = failure instanceof FileSystemException; // of which the message is the file
        return new Failure(
                ExitStatus.MISUSED, isNamedAlone ? failure.toString() : String.valueOf(failure.getMessage()));
    }
}

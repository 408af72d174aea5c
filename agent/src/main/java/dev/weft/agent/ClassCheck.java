// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import dev.weft.weave.Verification;
import java.util.ArrayList;
import java.util.List;

/** Keeps a class unwoven that the JVM would refuse: it then fails where it awaits, and not as a whole. Any thread. */
final class ClassCheck implements Step {
    private final Report report;

    ClassCheck(Report report) {
        this.report = report;
    }

    @Override
    public boolean take(WovenClass woven) {
        List<String> problems = new ArrayList<>(Verification.problems(woven.classFile()));
        for (byte[] frameClass : woven.frameClasses().values()) {
            problems.addAll(Verification.problems(frameClass));
        }
        if (!problems.isEmpty()) {
            report.weaverFailure(woven.displayName(), "verification failed: " + String.join("; ", problems), null);
        }
        return problems.isEmpty();
    }
}

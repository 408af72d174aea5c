// SPDX-License-Identifier: Apache-2.0
package dev.weft.files;

import dev.weft.diagnostic.Diagnostic;
import dev.weft.diagnostic.Finding;
import java.util.List;

/**
 * What was done, or would be.
 *
 * @param classes how many class files there are
 * @param woven the classes that were not woven before, with dots; the file if it lies in no package
 * @param findings what the weaver had to say
 */
public record WeaveSummary(int classes, List<String> woven, List<Finding> findings) {
    /**
     * Returns what was not woven.
     *
     * @return the findings, but for those on methods that were
     */
    public List<Finding> refused() {
        return findings.stream()
                .filter(finding -> finding.diagnostic() != Diagnostic.METHOD_NOT_COMPILED)
                .toList();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.files;

import dev.weft.diagnostic.Finding;
import java.util.List;

/**
 * The result of weaving a folder or jar, or of looking what weaving it would do.
 *
 * @param classes how many class files there are
 * @param woven the classes that were not woven before, with dots; the file if it lies in no package
 * @param findings what the weaver had to say
 */
public record WeaveSummary(int classes, List<String> woven, List<Finding> findings) {
    /**
     * Returns what was not woven.
     *
     * @return the findings, but for those that only inform of what was
     */
    public List<Finding> refused() {
        return findings.stream()
                .filter(finding -> finding.diagnostic().consequence().isRefusal())
                .toList();
    }
}

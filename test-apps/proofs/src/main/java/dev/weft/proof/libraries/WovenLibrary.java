// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.libraries;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A library after weaving, or one class of it, and what happened to its methods.
 *
 * @param classFiles the class files that changed and those that are new, by internal name
 * @param methods how many methods it has
 * @param woven how many of them have a woven twin
 * @param points how many awaits are in these twins
 * @param notCompiled how many twins are so large that HotSpot would not compile them
 * @param refused how many of the others there are, by reason
 * @param refusedTwins the methods whose twin was written and then refused, by their keys
 * @param failed what went wrong, one sentence each
 */
public record WovenLibrary(
        Map<String, byte[]> classFiles,
        int methods,
        int woven,
        int points,
        int notCompiled,
        Map<Reason, Integer> refused,
        Set<String> refusedTwins,
        List<String> failed) {

    /** How many methods were left as they are for a reason. */
    public int refused(Reason reason) {
        return refused.getOrDefault(reason, 0);
    }

    /** Writes the class files into a jar. */
    public void writeTo(Path jar) throws IOException {
        try (ZipOutputStream out = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(jar)))) {
            out.setLevel(Deflater.BEST_SPEED);
            for (Map.Entry<String, byte[]> classFile : classFiles.entrySet()) {
                out.putNextEntry(new ZipEntry(classFile.getKey() + ".class"));
                out.write(classFile.getValue());
            }
        }
    }

    /** Puts the classes of a library together. */
    static WovenLibrary of(List<WovenLibrary> classes) {
        Map<String, byte[]> classFiles = new TreeMap<>();
        Map<Reason, Integer> refused = new EnumMap<>(Reason.class);
        Set<String> refusedTwins = new HashSet<>();
        List<String> failed = new ArrayList<>();
        for (WovenLibrary one : classes) {
            classFiles.putAll(one.classFiles);
            one.refused.forEach((reason, count) -> refused.merge(reason, count, Integer::sum));
            refusedTwins.addAll(one.refusedTwins);
            failed.addAll(one.failed);
        }
        return new WovenLibrary(
                classFiles,
                classes.stream().mapToInt(WovenLibrary::methods).sum(),
                classes.stream().mapToInt(WovenLibrary::woven).sum(),
                classes.stream().mapToInt(WovenLibrary::points).sum(),
                classes.stream().mapToInt(WovenLibrary::notCompiled).sum(),
                refused,
                refusedTwins,
                failed);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.files;

import dev.weft.abi.Woven;
import dev.weft.diagnostic.Diagnostic;
import dev.weft.diagnostic.Finding;
import dev.weft.weave.RefusedBefore;
import dev.weft.weave.WeaveOptions;
import dev.weft.weave.WeaveResult;
import dev.weft.weave.Weaver;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Weaves one class file after the other, and keeps count. */
final class Tally {
    private static final String CLASS = ".class";
    /** In the name of each frame class, behind the name of the class it goes with. */
    private static final String FRAME = Woven.MARK + "$";

    private final WeaveOptions options;
    private int classes;
    private final List<String> woven = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();

    Tally(WeaveOptions options) {
        this.options = options;
    }

    static boolean isClass(String file) {
        return file.endsWith(CLASS);
    }

    /**
     * The class file that a frame class goes with; the name itself for any other file. The frames of a class that has yet to be woven
     * are left over from an earlier build.
     */
    static String ownerOf(String file) {
        int frame = file.indexOf(FRAME);
        return frame < 0 || !isClass(file) ? file : file.substring(0, frame) + CLASS;
    }

    /** What a class file becomes: files by name, with slashes. The class itself is the last. */
    Map<String, byte[]> weave(String file, byte[] classFile) {
        classes++;
        Map<String, byte[]> files = new LinkedHashMap<>();
        WeaveResult result = result(file, classFile);
        findings.addAll(result.findings());
        if (result.classFile() == null) {
            findings.addAll(refusedBefore(file, classFile));
        }
        String folder = file.substring(0, file.lastIndexOf('/') + 1);
        result.frameClasses()
                .forEach((name, frame) -> files.put(folder + name.substring(name.lastIndexOf('/') + 1) + CLASS, frame));
        byte[] changed = result.classFile();
        if (changed != null) {
            woven.add(className(file));
        }
        files.put(file, changed == null ? classFile : changed);
        return files;
    }

    /** What an earlier weaving has left as methods that throw. */
    private static List<Finding> refusedBefore(String file, byte[] classFile) {
        try {
            return RefusedBefore.in(classFile);
        } catch (RuntimeException failure) {
            return List.of(failed(file, failure));
        }
    }

    private static Finding failed(String file, RuntimeException failure) {
        return new Finding(Diagnostic.WEAVER_FAILURE, className(file), "", "", 0, failure.toString());
    }

    private WeaveResult result(String file, byte[] classFile) {
        try {
            return Weaver.weave(classFile, options);
        } catch (RuntimeException failure) {
            return new WeaveResult(null, Map.of(), List.of(failed(file, failure)));
        }
    }

    /** The file's own name where its folder is no package, as in {@code META-INF/versions/21}. */
    private static String className(String file) {
        return file.indexOf('-') < 0
                ? file.substring(0, file.length() - CLASS.length()).replace('/', '.')
                : file;
    }

    WeaveSummary summary() {
        return new WeaveSummary(classes, List.copyOf(woven), List.copyOf(findings));
    }
}

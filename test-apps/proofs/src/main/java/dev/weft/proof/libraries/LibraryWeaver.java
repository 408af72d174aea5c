// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.libraries;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Weaves a library as if each call in it could suspend. */
public final class LibraryWeaver {
    private LibraryWeaver() {}

    /**
     * Weaves twins that stand beside the methods, which stay as they are: enough to have them verified.
     *
     * @param classFiles the library, by internal name
     * @return what became of it
     */
    public static WovenLibrary addTwins(Map<String, byte[]> classFiles) {
        return weave(classFiles, twinsOf(classFiles, true), false);
    }

    /**
     * Weaves twins and makes each method run its twin. A method whose twin is refused keeps its own code, so the library is
     * woven again until every twin that is called could be woven.
     *
     * @param classFiles the library, by internal name
     * @param emits whether some twins are generators
     * @return what became of it
     */
    public static WovenLibrary replaceMethods(Map<String, byte[]> classFiles, boolean emits) {
        Map<String, Twin> twins = twinsOf(classFiles, emits);
        WovenLibrary woven = weave(classFiles, twins, true);
        while (twins.keySet().removeAll(woven.refusedTwins())) {
            woven = weave(classFiles, twins, true);
        }
        return woven;
    }

    private static Map<String, Twin> twinsOf(Map<String, byte[]> classFiles, boolean emits) {
        Map<String, Twin> twins = new HashMap<>();
        classFiles.values().forEach(classFile -> twins.putAll(Twins.of(classFile, emits)));
        return twins;
    }

    private static WovenLibrary weave(Map<String, byte[]> classFiles, Map<String, Twin> twins, boolean wrap) {
        List<WovenLibrary> classes = classFiles.values().parallelStream()
                .map(classFile -> new ClassWithTwins(classFile, twins, wrap).weave())
                .toList();
        return WovenLibrary.of(classes);
    }
}

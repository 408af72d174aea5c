// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.tools;

import dev.weft.weave.WeaveResult;
import dev.weft.weave.Weaver;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** Weaves every class of some jars and prints a digest of each class file that comes out. */
final class WeaveAll {
    private WeaveAll() {}

    public static void main(String[] jars) throws Exception {
        for (String jar : jars) {
            for (byte[] classFile : classFiles(Path.of(jar)).values()) {
                print(Weaver.weave(classFile));
            }
        }
    }

    private static Map<String, byte[]> classFiles(Path jar) throws Exception {
        Map<String, byte[]> classFiles = new TreeMap<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            for (JarEntry entry : file.stream().toList()) {
                if (entry.getName().endsWith(".class")) {
                    classFiles.put(entry.getName(), file.getInputStream(entry).readAllBytes());
                }
            }
        }
        return classFiles;
    }

    private static void print(WeaveResult result) throws Exception {
        byte[] woven = result.classFile();
        if (woven == null) {
            return;
        }
        if (!Weaver.weave(woven).equals(WeaveResult.UNTOUCHED)) {
            throw new IllegalStateException("woven again");
        }
        System.out.println("class " + digest(woven));
        for (Map.Entry<String, byte[]> frame : List.copyOf(result.frameClasses().entrySet())) {
            System.out.println("  " + frame.getKey() + " " + digest(frame.getValue()));
        }
    }

    private static String digest(byte[] classFile) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(classFile));
    }
}

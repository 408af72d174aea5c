// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.libraries;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Has the JVM link classes, and so verify them, and initialises none. Started in a JVM of its own, which has the classes on its
 * class path or in its modules: {@code LinkClasses names results}. A line of the results is {@code name} for a class that links,
 * and {@code name failure} for one that does not.
 */
public final class LinkClasses {
    private LinkClasses() {}

    /** Links the classes that are named in the first file, and writes the second. */
    public static void main(String[] args) throws IOException {
        List<String> results = new ArrayList<>();
        for (String name : Files.readAllLines(Path.of(args[0]))) {
            results.add(link(name));
        }
        Files.write(Path.of(args[1]), results);
    }

    /**
     * HotSpot links a class or an interface before it lists its fields, where it does not list constructors of interfaces at all. Of
     * the fields it loads the types, so only public ones: a type that is not there would be taken for a failure to link.
     */
    private static String link(String name) {
        try {
            var unused = Class.forName(name, false, ClassLoader.getSystemClassLoader())
                    .getFields();
            return name;
        } catch (Throwable failure) { // a result like any other
            return name + " " + failure.toString().replaceAll("\\s+", " ");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.support;

import java.net.URI;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;

/** A source file in memory. */
public final class MemorySource extends SimpleJavaFileObject {
    private final String text;

    /** Makes the file of a class, given by its name with dots. */
    public MemorySource(String className, String text) {
        super(URI.create("mem:///" + className.replace('.', '/') + ".java"), JavaFileObject.Kind.SOURCE);
        this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
    }
}

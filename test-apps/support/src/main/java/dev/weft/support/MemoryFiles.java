// SPDX-License-Identifier: Apache-2.0
package dev.weft.support;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import org.jspecify.annotations.Nullable;

/** A file manager that keeps in memory what javac and its processors write. Everything else it reads from another manager. */
public class MemoryFiles extends ForwardingJavaFileManager<JavaFileManager> {
    private static final String EXTENSION = ".class";

    private final Map<String, byte[]> classes = new TreeMap<>();

    /** Makes one without any class. It never closes the other manager, which may be shared. */
    public MemoryFiles(JavaFileManager others) {
        super(others);
    }

    /** Returns the class files so far, by the names of the classes. */
    public Map<String, byte[]> classes() {
        return classes;
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
            Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
        return new ClassFile(className);
    }

    @Override
    public FileObject getFileForOutput(Location location, String packageName, String name, @Nullable FileObject sibling)
            throws IOException {
        return name.endsWith(EXTENSION)
                ? new ClassFile(className(packageName, name))
                : super.getFileForOutput(location, packageName, name, sibling);
    }

    private static String className(String packageName, String name) {
        String simple = name.substring(0, name.length() - EXTENSION.length());
        return packageName.isEmpty() ? simple : packageName + "." + simple;
    }

    @Override
    public void close() {}

    private final class ClassFile extends SimpleJavaFileObject {
        private final String className;

        ClassFile(String className) {
            super(URI.create("mem:///" + className.replace('.', '/') + EXTENSION), JavaFileObject.Kind.CLASS);
            this.className = className;
        }

        @Override
        public InputStream openInputStream() throws IOException {
            byte[] classFile = classes.get(className);
            if (classFile == null) {
                throw new NoSuchFileException(className);
            }
            return new ByteArrayInputStream(classFile);
        }

        @Override
        public OutputStream openOutputStream() {
            return new ByteArrayOutputStream() {
                @Override
                public void close() {
                    classes.put(className, toByteArray());
                }
            };
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;

/** A processor that generates a class with an async method, as a client generator would. */
public final class Generator extends AbstractProcessor {
    private static final String GENERATED = """
            import dev.weft.*;
            class Generated { @Async static Task<Integer> f() { return Task.of(Weft.await(Task.of(6))); } }
            """;

    /** Called by javac. */
    public Generator() {}

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latestSupported();
    }

    @Override
    public Set<String> getSupportedAnnotationTypes() {
        return Set.of("*");
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        if (round.processingOver() || processingEnv.getElementUtils().getTypeElement("Generated") != null) {
            return false;
        }
        try (Writer out = processingEnv.getFiler().createSourceFile("Generated").openWriter()) {
            out.write(GENERATED);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return false;
    }
}

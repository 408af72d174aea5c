// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac;

import com.sun.source.util.JavacTask;
import java.util.ServiceLoader;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.Processor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic.Kind;

/**
 * Processes no annotation. javac gives to a processor, and to nobody else, a way to the class files that it writes; this one
 * passes it on to the {@link Compilation}, which weaves them.
 */
public final class WeftProcessor extends AbstractProcessor {
    private static final String NOT_JAVAC =
            "Weft: this compiler is not javac, so its classes are neither checked nor woven;"
                    + " weave them with the goal weft:weave, with \"java -jar weft-agent.jar weave\", or as they are loaded, by the agent";

    private final boolean claimsAll;

    /** Called by javac. */
    public WeftProcessor() {
        claimsAll = isDiscovered() && isAlone();
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latestSupported();
    }

    /** All, so that javac starts it for any source; see {@link #process}. */
    @Override
    public Set<String> getSupportedAnnotationTypes() {
        return Set.of("*");
    }

    @Override
    public Set<String> getSupportedOptions() {
        return Settings.processorOptions();
    }

    @Override
    public synchronized void init(ProcessingEnvironment environment) {
        super.init(environment);
        JavacTask task;
        try {
            task = JavacTask.instance(environment);
        } catch (IllegalArgumentException e) {
            environment.getMessager().printMessage(Kind.WARNING, NOT_JAVAC);
            return;
        }
        Compilation compilation = Compilation.of(task);
        compilation.configure(Settings.ofProcessor(environment.getOptions()));
        compilation.weaveTo(new ClassOutput(environment.getFiler(), environment.getElementUtils()));
    }

    /**
     * Claims all annotations if no other processor could want them: with {@code -Xlint:processing} javac warns of annotations
     * that nobody claims as soon as there is a processor at all.
     */
    @Override
    @SuppressWarnings("DoNotClaimAnnotations") // nobody else is there
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        return claimsAll;
    }

    /** With {@code -processor} there may be others behind this one that no list of services names. */
    private static boolean isDiscovered() {
        return StackWalker.getInstance()
                .walk(frames ->
                        frames.anyMatch(frame -> frame.getClassName().startsWith(ServiceLoader.class.getName())));
    }

    private static boolean isAlone() {
        return ServiceLoader.load(Processor.class, WeftProcessor.class.getClassLoader()).stream()
                .allMatch(found -> found.type() == WeftProcessor.class);
    }
}

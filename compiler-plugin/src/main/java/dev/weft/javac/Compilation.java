// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac;

import com.sun.source.util.JavacTask;
import com.sun.source.util.TaskEvent;
import com.sun.source.util.TaskListener;
import com.sun.source.util.TreePath;
import com.sun.source.util.Trees;
import dev.weft.diagnostic.Diagnostic;
import dev.weft.diagnostic.Finding;
import dev.weft.javac.check.BlockingCalls;
import dev.weft.javac.check.BlockingEntries;
import dev.weft.javac.check.Checks;
import dev.weft.javac.check.source.Source;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import javax.lang.model.element.TypeElement;
import javax.tools.JavaFileObject;
import org.jspecify.annotations.Nullable;

/**
 * What Weft does in one compilation: checks each class when javac has attributed it, and weaves it when javac has written it. The
 * plugin and the processor, of which javac may start either or both, meet here. On javac's thread.
 */
final class Compilation implements TaskListener {
    /** Weak on both sides, as a compilation reaches its task. The task keeps it, as its listener. */
    private static final Map<JavacTask, WeakReference<Compilation>> RUNNING = new WeakHashMap<>();

    private final Source source;
    private final Messages messages;
    private final Places places;

    /** What the rules have found in each class, which the weaver need not say again. */
    private final Map<String, Set<Diagnostic>> found = new HashMap<>();

    private Settings settings = Settings.STANDARD;

    /** Entries of the option {@code blocking} of which nobody knows yet whether there are such methods. */
    private final List<String> unknownEntries = new ArrayList<>();

    /** The methods that block; null until a class is checked, since there may be more options until then. */
    private @Nullable BlockingCalls blocking;

    private @Nullable Weaving weaving;
    private boolean saidThatWeavingIsOff;

    private Compilation(JavacTask task) {
        messages = new Messages(Trees.instance(task));
        source = Source.of(task);
        places = new Places(source);
    }

    static Compilation of(JavacTask task) {
        synchronized (RUNNING) {
            WeakReference<Compilation> known = RUNNING.get(task);
            Compilation compilation = known == null ? null : known.get();
            if (compilation == null) {
                compilation = new Compilation(task);
                task.addTaskListener(compilation);
                RUNNING.put(task, new WeakReference<>(compilation));
            }
            return compilation;
        }
    }

    /** Adds options. */
    void configure(Settings more) {
        settings = settings.and(more);
        unknownEntries.addAll(more.blocking());
        blocking = null;
    }

    /** Tells where the class files are. */
    void weaveTo(ClassOutput output) {
        weaving = new Weaving(output);
    }

    @Override
    public void started(TaskEvent event) {
        if (event.getKind() == TaskEvent.Kind.GENERATE) {
            requireWeaver(event.getTypeElement());
        }
    }

    @Override
    public void finished(TaskEvent event) {
        TypeElement type = event.getTypeElement();
        if (event.getKind() == TaskEvent.Kind.ANALYZE) {
            source.inFile(type, event.getCompilationUnit())
                    .ifPresent(this::check); // else this is a module or a package
        } else if (event.getKind() == TaskEvent.Kind.GENERATE) {
            weave(type, event.getSourceFile());
        }
    }

    private void check(TreePath type) {
        settings.problems().forEach(problem -> messages.error(problem, type));
        settings = settings.withoutProblems();
        if (!source.knowsWeft()) {
            return;
        }
        BlockingEntries.mistakes(unknownEntries, source)
                .forEach(mistake -> messages.error("Weft: in the option blocking, " + mistake, type));
        unknownEntries.clear();
        if (blocking == null) {
            blocking = BlockingCalls.with(settings.blocking());
        }
        List<TreePath> asyncCode = Checks.run(
                type, source, blocking, diagnostic -> settings.severity(diagnostic) != Severity.OFF, this::found);
        if (settings.weave()) {
            places.remember(asyncCode);
        }
    }

    /**
     * Says so if javac has not started the processor. Asked when javac is about to write a class, and not when it has attributed one: where
     * an import is wrong it starts no processor either, attributes all the same, and writes nothing. The error keeps it from writing.
     */
    private void requireWeaver(TypeElement type) {
        if (weaving == null && !saidThatWeavingIsOff) {
            saidThatWeavingIsOff = places.of(nameOf(type)).stream()
                    .anyMatch(at -> messages.say(settings, Diagnostic.WEAVING_IMPOSSIBLE, at, ""));
        }
    }

    private String nameOf(TypeElement type) {
        return source.elements().getBinaryName(type).toString();
    }

    private void found(Diagnostic diagnostic, TreePath at, String detail) {
        found.computeIfAbsent(source.classOf(at), c -> EnumSet.noneOf(Diagnostic.class))
                .add(diagnostic);
        messages.say(settings, diagnostic, at, detail);
    }

    private void weave(TypeElement type, JavaFileObject file) {
        String className = nameOf(type);
        List<TreePath> asyncCode = places.take(className);
        Set<Diagnostic> known = found.getOrDefault(className, Set.of());
        if (weaving != null && !asyncCode.isEmpty()) {
            for (Finding finding : weaving.weave(type, file, settings.weaving())) {
                if (!known.contains(finding.diagnostic())) {
                    TreePath at = places.nearest(asyncCode, finding.line());
                    messages.say(settings, finding.diagnostic(), at, finding.detail());
                }
            }
        }
    }
}

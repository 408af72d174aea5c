// SPDX-License-Identifier: Apache-2.0
package dev.weft.support;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import org.jspecify.annotations.Nullable;

/**
 * Looks for operations in the public API of a module that do not say whether they are cancel-safe: each public method whose result is
 * awaited has {@code @CancelSafe} or {@code @NotCancelSafe}, itself or where it is declared first, and its comment says the same. Tasks
 * are left out, for a task is as cancel-safe as its code.
 */
public final class CancelSafety {
    private static final Pattern SAYS = Pattern.compile("(not )?cancel-safe", Pattern.CASE_INSENSITIVE);
    private static final Pattern AS_ANOTHER = Pattern.compile("[Aa]s\\s+\\{@link\\s+#(\\w+)");
    private static final List<String> AWAITED = List.of("dev.weft.Awaitable", "java.util.concurrent.CompletionStage");
    private static final List<String> TASKS = List.of("dev.weft.Task", "dev.weft.ScheduledTask");

    private CancelSafety() {}

    /**
     * Reads the sources of the module that the test runs in, but for its internal packages.
     *
     * @return a sentence for each method that does not say it, or says both; none if all is well
     */
    public static List<String> complaints() throws IOException {
        return complaints(List.of(Path.of("src/main/java")));
    }

    /**
     * Reads the sources of several modules, whose libraries are on the class path of the test.
     *
     * @param roots the folders of their packages
     * @return a sentence for each method that does not say it, or says both; none if all is well
     */
    public static List<String> complaints(List<Path> roots) throws IOException {
        Map<String, String> sources = new HashMap<>();
        for (Path root : roots) {
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : files.filter(each -> each.toString().endsWith(".java")
                                && !each.endsWith("module-info.java")
                                && !each.endsWith("package-info.java"))
                        .toList()) {
                    String name = root.relativize(file).toString().replaceAll("\\.java$", "");
                    sources.put(name.replace(file.getFileSystem().getSeparator(), "."), Files.readString(file));
                }
            }
        }
        return complaints(sources);
    }

    /** Reads sources, which go by the names of their classes. */
    static List<String> complaints(Map<String, String> sources) {
        Reader reader = new Reader();
        String path =
                System.getProperty("java.class.path") + File.pathSeparator + System.getProperty("jdk.module.path", "");
        SourceCompiler.Result read = new SourceCompiler("-proc:only", "-Xlint:none", "-classpath", path)
                .processors(reader)
                .compile(sources);
        return read.succeeded() ? List.copyOf(reader.complaints) : List.of(read.errors() + read.output());
    }

    /** Looks at the declarations of a compilation. */
    private static final class Reader extends AbstractProcessor {
        private final Set<String> complaints = new TreeSet<>();

        @Override
        public Set<String> getSupportedAnnotationTypes() {
            return Set.of("*");
        }

        @Override
        public SourceVersion getSupportedSourceVersion() {
            return SourceVersion.latest();
        }

        @Override
        public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
            ElementFilter.typesIn(round.getRootElements()).forEach(this::readType);
            return false;
        }

        private void readType(TypeElement type) {
            String home = processingEnv.getElementUtils().getPackageOf(type).toString();
            if (!isForUsers(type) || home.contains(".internal") || home.endsWith(".abi")) {
                return;
            }
            ElementFilter.typesIn(type.getEnclosedElements()).forEach(this::readType);
            for (ExecutableElement method : ElementFilter.methodsIn(type.getEnclosedElements())) {
                if (isForUsers(method) && isOperation(method.getReturnType())) {
                    read(type, method);
                }
            }
        }

        private static boolean isForUsers(Element element) {
            return element.getModifiers().contains(Modifier.PUBLIC)
                    || element.getModifiers().contains(Modifier.PROTECTED);
        }

        private boolean isOperation(TypeMirror returned) {
            return AWAITED.stream().anyMatch(name -> isBelow(returned, name))
                    && TASKS.stream().noneMatch(name -> isBelow(returned, name));
        }

        private boolean isBelow(TypeMirror type, String name) {
            TypeElement top = processingEnv.getElementUtils().getTypeElement(name);
            var types = processingEnv.getTypeUtils();
            return top != null && types.isSubtype(types.erasure(type), types.erasure(top.asType()));
        }

        private void read(TypeElement type, ExecutableElement method) {
            Set<String> found = new TreeSet<>(marks(method));
            overridden(type, method).forEach(each -> found.addAll(marks(each)));
            List<String> marks = List.copyOf(found);
            String name = type.getQualifiedName() + "." + method;
            if (marks.size() != 1) {
                complaints.add(name
                        + " returns what is awaited: give it either @CancelSafe or @NotCancelSafe(\"what is lost\")"
                        + (marks.isEmpty() ? "" : ", and not both"));
                return;
            }
            String says = comment(type, method);
            if (!marks.get(0).equals(says)) {
                complaints.add(name + " is marked @" + marks.get(0) + ", and its comment has to say so"
                        + (says == null ? "" : ", where it says the opposite") + ": \""
                        + (marks.get(0).startsWith("Not") ? "Not cancel-safe: ..." : "Cancel-safe: ...") + '"');
            }
        }

        private static List<String> marks(ExecutableElement method) {
            return method.getAnnotationMirrors().stream()
                    .map(mark ->
                            mark.getAnnotationType().asElement().getSimpleName().toString())
                    .filter(mark -> mark.endsWith("CancelSafe"))
                    .toList();
        }

        private List<ExecutableElement> overridden(TypeElement type, ExecutableElement method) {
            return above(type)
                    .flatMap(each -> ElementFilter.methodsIn(each.getEnclosedElements()).stream())
                    .filter(other -> processingEnv.getElementUtils().overrides(method, other, type))
                    .toList();
        }

        private Stream<TypeElement> above(TypeElement type) {
            return processingEnv.getTypeUtils().directSupertypes(type.asType()).stream()
                    .map(each -> (TypeElement) processingEnv.getTypeUtils().asElement(each))
                    .flatMap(each -> Stream.concat(Stream.of(each), above(each)));
        }

        /** What the comment says: its own, that of the method that it overrides, of another to which it points, or of its type. */
        private @Nullable String comment(TypeElement type, ExecutableElement method) {
            String own = processingEnv.getElementUtils().getDocComment(method);
            if (own == null) {
                return overridden(type, method).stream()
                        .map(each -> said(processingEnv.getElementUtils().getDocComment(each)))
                        .filter(each -> each != null)
                        .findFirst()
                        .orElseGet(() -> ofTypes(type, method));
            }
            String says = said(own);
            Matcher another = AS_ANOTHER.matcher(own);
            if (says == null && another.find()) {
                says = ElementFilter.methodsIn(type.getEnclosedElements()).stream()
                        .filter(each -> each.getSimpleName().contentEquals(another.group(1)))
                        .map(each -> said(processingEnv.getElementUtils().getDocComment(each)))
                        .filter(each -> each != null)
                        .findFirst()
                        .orElse(null);
            }
            return says == null ? said(processingEnv.getElementUtils().getDocComment(type)) : says;
        }

        /** What is said of all methods of the types that declare it. */
        private @Nullable String ofTypes(TypeElement type, ExecutableElement method) {
            return Stream.concat(Stream.of(type), above(type))
                    .filter(each -> ElementFilter.methodsIn(each.getEnclosedElements()).stream()
                            .anyMatch(other -> other.getSimpleName().equals(method.getSimpleName())))
                    .map(each -> said(processingEnv.getElementUtils().getDocComment(each)))
                    .filter(each -> each != null)
                    .findFirst()
                    .orElse(null);
        }

        private static @Nullable String said(@Nullable String comment) {
            Matcher found = SAYS.matcher(comment == null ? "" : comment);
            return !found.find() ? null : found.group(1) == null ? "CancelSafe" : "NotCancelSafe";
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.hprof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Awaitable;
import dev.weft.abi.Frame;
import dev.weft.abi.Woven;
import dev.weft.hprof.Template.Form;
import dev.weft.hprof.WaitForm.TaskPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.Reference;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a reader of heap dumps believes of the runtime, against the runtime: so the two cannot drift. */
class RuntimeTablesTest {
    private static final List<Class<?>> RUNTIME = runtime();

    @Test
    void eachFieldThatIsReadIsThere() {
        List<String> wrong = new ArrayList<>();
        for (RuntimeField field : RuntimeField.values()) {
            check(named(field.type()), field.path(), field.name(), wrong);
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void eachFieldThatAFormNamesIsThere() {
        List<String> wrong = new ArrayList<>();
        WaitForms.all().forEach(form -> checkForm(form, wrong));
        assertEquals(List.of(), wrong);
    }

    private static void checkForm(WaitForm form, List<String> wrong) {
        Class<?> type = named(form.type());
        Stream.of(Stream.of(form.kind()), form.details().stream(), Stream.ofNullable(form.owner()))
                .flatMap(templates -> templates)
                .flatMap(template -> template.parts().stream())
                .filter(part -> part.form() != Form.LITERAL)
                .forEach(part -> {
                    Class<?> found = check(type, part.path(), form.type(), wrong);
                    if (part.form() == Form.IDENTITY) {
                        check(found, FieldPath.parse("name"), form.type(), wrong);
                    } else if (part.form() == Form.CLAUSES) {
                        check(found.getComponentType(), FieldPath.parse("awaitable"), form.type(), wrong);
                    }
                });
        for (TaskPath path : form.tasks()) {
            Class<?> link = check(type, path.path(), form.type(), wrong);
            if (path.next() != null && path.task() != null) {
                check(link, FieldPath.parse(path.next()), form.type(), wrong);
                check(link, FieldPath.parse(path.task()), form.type(), wrong);
            }
        }
        for (FieldPath path : Stream.concat(
                        Stream.of(form.handed(), form.subject()),
                        form.tasks().stream().map(TaskPath::unless))
                .filter(Objects::nonNull)
                .toList()) {
            check(type, path, form.type(), wrong);
        }
    }

    /** Frames are not awaited as they are: they become part of the coroutine. */
    @Test
    void eachAwaitableOfTheRuntimeHasAForm() {
        Set<String> known = WaitForms.all().map(WaitForm::type).collect(Collectors.toSet());
        assertEquals(known.size(), WaitForms.all().count(), "none has two");
        Set<String> missing = concrete(Awaitable.class)
                .filter(type -> !Frame.class.isAssignableFrom(type))
                .map(Class::getName)
                .filter(name -> !known.contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of(), missing, "add them to WaitForms, with what their describe() says");
    }

    @Test
    void eachKindOfLoopIsLookedFor() {
        Set<String> loops = concrete(named("dev.weft.internal.LoopEngine"))
                .map(Class::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(new TreeSet<>(HeapLoop.CLASSES), loops);
    }

    @Test
    void theConstantsAreThoseOfTheRuntime() throws Exception {
        assertEquals(HeapLoop.TICK_BITS, constant("dev.weft.internal.Turns", "TICK_BITS"));
        assertEquals(HeapTask.IS_BLOCK, ((Byte) constant("dev.weft.internal.IdentifiedTask", "IS_BLOCK")).intValue());
        assertEquals(HeapTask.TO_START, constant("dev.weft.abi.Status", "TO_START"));
        assertEquals(HeapTask.RUNNING, constant("dev.weft.abi.Status", "RUNNING"));
        assertEquals(HeapTask.RESULT_DUE, constant("dev.weft.abi.Status", "RESULT_DUE"));
        assertEquals(HeapTask.WAITING, constant("dev.weft.abi.Status", "WAITING"));
        assertEquals(HeapTask.PHASE, constant("dev.weft.abi.Status", "PHASE"));
        assertEquals(HeapTask.QUEUED, constant("dev.weft.internal.SpawnedTask", "QUEUED"));
        assertEquals(JavaStack.STEP, constant(JavaStack.TRAMPOLINE, "STEP"));
        assertEquals(JavaStack.STARTS, Set.of(Frame.START, Frame.RUN_BY_TEST));
        assertEquals(JavaStack.FRAME, Frame.class.getName());
        assertTrue(Modifier.isStatic(field(Clock.CLASS, Clock.DAY_MILLIS).getModifiers()));
        assertTrue(Modifier.isStatic(field(Clock.CLASS, Clock.CLOCK_NANOS).getModifiers()));
        assertNotNull(named(JavaStack.READINESS));
        assertEquals("sources", Woven.SOURCES);
    }

    private static Object constant(String type, String name) throws ReflectiveOperationException {
        Field field = field(type, name);
        if (!field.trySetAccessible()) {
            throw new IllegalStateException(field.toString());
        }
        return Objects.requireNonNull(field.get(null));
    }

    private static Field field(String type, String name) {
        return Objects.requireNonNull(find(named(type), name), type + '.' + name);
    }

    // ------------------------------------------------------------------ along a path

    /** Notes what is wrong with a path; returns the class of what it leads to. */
    private static Class<?> check(Class<?> start, FieldPath path, String where, List<String> wrong) {
        Class<?> at = start;
        for (FieldPath.Step step : path.steps()) {
            if (Reference.class.isAssignableFrom(at) && step.field().equals("referent")) {
                return Object.class; // which the JDK hides from reflection
            }
            Field field = find(at, step.field());
            if (field == null) {
                wrong.add(where + ": " + at.getName() + " has no field " + step.field());
                return Object.class;
            }
            Class<?> narrowed = step.type() == null ? field.getType() : named(step.type());
            if (!field.getType().isAssignableFrom(narrowed)) {
                wrong.add(where + ": " + field + " cannot hold " + narrowed);
            }
            at = narrowed;
        }
        return at;
    }

    private static @Nullable Field find(Class<?> type, String name) {
        for (Class<?> at = type; at != null; at = at.getSuperclass()) {
            for (Field field : at.getDeclaredFields()) {
                if (field.getName().equals(name)) {
                    return field;
                }
            }
        }
        return null;
    }

    // ------------------------------------------------------------------ the classes of the runtime

    private static Stream<Class<?>> concrete(Class<?> of) {
        return RUNTIME.stream().filter(type -> of.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers()));
    }

    private static Class<?> named(String name) {
        try {
            return Class.forName(name, false, RuntimeTablesTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Class<?>> runtime() {
        try {
            Path place = Path.of(Awaitable.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            if (Files.isDirectory(place)) {
                return classesIn(place);
            }
            try (FileSystem jar = FileSystems.newFileSystem(place)) {
                return classesIn(jar.getPath("/"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Class<?>> classesIn(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.map(file -> root.relativize(file).toString())
                    .filter(name -> name.endsWith(".class") && !name.endsWith("-info.class"))
                    .<Class<?>>map(name -> named(
                            name.substring(0, name.length() - ".class".length()).replace('/', '.')))
                    .toList();
        }
    }
}

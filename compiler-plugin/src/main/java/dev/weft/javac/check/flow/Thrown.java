// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check.flow;

import dev.weft.javac.check.source.Source;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/** What is certain where a try statement throws: behind each call in it, for any may. */
final class Thrown {
    private static final List<String> MAY_BE_UNCHECKED =
            List.of("java.lang.RuntimeException", "java.lang.Error", "java.lang.Exception", "java.lang.Throwable");

    private final Map<String, Point> byType = new HashMap<>();
    private @Nullable Facts always;
    private @Nullable Facts anyType;

    /** What is certain where exceptions of one type may be thrown. */
    private record Point(TypeMirror type, Facts facts) {}

    void add(Facts facts, @Nullable List<? extends TypeMirror> checked) {
        always = Facts.join(always, facts);
        if (checked == null) {
            anyType = Facts.join(anyType, facts);
        } else {
            checked.forEach(type -> add(new Point(type, facts)));
        }
    }

    private void add(Point point) {
        byType.merge(
                point.type().toString(),
                point,
                (one, other) -> new Point(one.type(), one.facts().and(other.facts())));
    }

    void addAll(Thrown inner) {
        always = Facts.join(always, inner.always);
        anyType = Facts.join(anyType, inner.anyType);
        inner.byType.values().forEach(this::add);
    }

    /** What is certain whichever was thrown; null if nothing throws. */
    @Nullable
    Facts always() {
        return always;
    }

    /** What is certain whichever was thrown that is declared, or that an await throws; null if nothing does. */
    @Nullable
    Facts declared() {
        Facts found = anyType;
        for (Point each : byType.values()) {
            found = Facts.join(found, each.facts());
        }
        return found;
    }

    /** Returns the same exceptions, with what is certain when code has run before they go on; null if that does not let them. */
    Thrown behind(@Nullable Facts anything, @Nullable Facts whatIsDeclared) {
        Thrown same = new Thrown();
        same.always = anything;
        if (whatIsDeclared != null) {
            same.anyType = anyType == null ? null : whatIsDeclared;
            byType.forEach((name, point) -> same.byType.put(name, new Point(point.type(), whatIsDeclared)));
        }
        return same;
    }

    /** Returns the same exceptions, with what is certain when something else has happened before they go on. */
    Thrown then(UnaryOperator<Facts> change) {
        Thrown same = new Thrown();
        same.always = always == null ? null : change.apply(always);
        same.anyType = anyType == null ? null : change.apply(anyType);
        byType.forEach((name, point) -> same.byType.put(name, new Point(point.type(), change.apply(point.facts()))));
        return same;
    }

    /** Returns what is certain when one of these was thrown; null if nothing is known to throw them. */
    @Nullable
    Facts when(List<? extends TypeMirror> caught, Source source) {
        if (caught.stream().anyMatch(type -> mayBeUnchecked(type, source))) {
            return always;
        }
        Facts found = anyType;
        for (Point each : byType.values()) {
            if (caught.stream().anyMatch(type -> mayBe(each.type(), type, source))) {
                found = Facts.join(found, each.facts());
            }
        }
        return found == null ? always : found;
    }

    private static boolean mayBe(TypeMirror thrown, TypeMirror caught, Source source) {
        return source.types().isSubtype(thrown, caught) || source.types().isSubtype(caught, thrown);
    }

    private static boolean mayBeUnchecked(TypeMirror type, Source source) {
        return !source.isBelow(type, "java.lang.Exception")
                || source.isBelow(type, "java.lang.RuntimeException")
                || MAY_BE_UNCHECKED.contains(type.toString());
    }
}

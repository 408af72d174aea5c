// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.generated;

import java.util.ArrayList;
import java.util.List;

/** The variables that a place in a program sees. */
final class Scope {
    /**
     * A local, a field or an element of an array.
     *
     * @param type its Java type
     * @param name how it is written
     * @param assignable whether it may be assigned
     * @param capturable whether lambdas and local classes see it too
     */
    record Variable(String type, String name, boolean assignable, boolean capturable) {}

    private static final List<Variable> FIELDS = List.of(
            new Variable("boolean", "p.z", true, true),
            new Variable("byte", "p.b", true, true),
            new Variable("short", "p.s", true, true),
            new Variable("char", "p.c", true, true),
            new Variable("int", "p.i", true, true),
            new Variable("long", "p.l", true, true),
            new Variable("float", "p.f", true, true),
            new Variable("double", "p.d", true, true),
            new Variable("String", "p.text", true, true),
            new Variable("Object", "p.any", true, true),
            new Variable("int[]", "p.ia", false, true),
            new Variable("int", "p.ia[1]", true, true),
            new Variable("long", "shared", true, true));

    private final List<Variable> variables;

    private Scope(List<Variable> variables) {
        this.variables = variables;
    }

    /** What every method sees: the fields of the program. */
    static Scope ofFields() {
        return new Scope(new ArrayList<>(FIELDS));
    }

    Scope child() {
        return new Scope(new ArrayList<>(variables));
    }

    /** What is seen by a lambda or by a class in a method. */
    Scope captured() {
        return new Scope(
                new ArrayList<>(variables.stream().filter(Variable::capturable).toList()));
    }

    /** What a guard sees: the same, but javac lets it assign nothing. */
    Scope readOnly() {
        return new Scope(new ArrayList<>(captured().variables.stream()
                .map(each -> new Variable(each.type(), each.name(), false, true))
                .toList()));
    }

    void add(Variable variable) {
        variables.add(variable);
    }

    List<Variable> of(String type) {
        return variables.stream().filter(each -> each.type().equals(type)).toList();
    }

    List<Variable> assignable(String type) {
        return of(type).stream().filter(Variable::assignable).toList();
    }

    List<Variable> assignable(List<String> types) {
        return variables.stream()
                .filter(each -> each.assignable() && types.contains(each.type()))
                .toList();
    }
}

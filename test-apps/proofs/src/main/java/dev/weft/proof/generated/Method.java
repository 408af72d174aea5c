// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.generated;

import dev.weft.proof.generated.Place.Callee;
import dev.weft.proof.generated.Place.Form;
import dev.weft.proof.generated.Scope.Variable;
import java.util.ArrayList;
import java.util.List;

/**
 * An async method of the program's class.
 *
 * @param modifiers its modifiers, each with a space behind it
 * @param form what it returns its result in
 * @param result the type of that; of a generator that of its elements
 * @param name its name
 * @param parameters its parameters, after those that all methods have; of a varargs method the last one is an array
 * @param rest how many arguments the calls pass in that array, or {@link #NO_VARARGS}
 */
record Method(String modifiers, Form form, String result, String name, List<Variable> parameters, int rest) {
    private static final int NO_VARARGS = -1;

    static Method of(Draw draw, Dialect dialect) {
        String name = draw.name("m");
        String result = draw.percent(70) ? draw.of(Types.PRIMITIVES) : draw.of("String", "Object", "Pair", "int[]");
        Form form = draw.percent(60) ? Form.TASK : draw.of(Form.FUTURE, Form.STAGE, Form.GENERATOR, Form.GENERATOR);
        String modifiers =
                draw.of("", "private ", "public ", "protected ") + draw.of("static ", "", "static ", "", "final ");
        List<Variable> parameters = new ArrayList<>();
        for (int i = draw.below(4); i > 0; i--) {
            String type = draw.percent(65) ? draw.of(Types.PRIMITIVES) : draw.of(dialect.references());
            parameters.add(new Variable(type, draw.name("a"), true, false));
        }
        int rest = draw.percent(15) ? draw.below(3) : NO_VARARGS;
        if (rest != NO_VARARGS) {
            parameters.add(new Variable("int[]", draw.name("rest"), true, false));
        }
        return new Method(modifiers, form, result, name, List.copyOf(parameters), rest);
    }

    boolean isStatic() {
        return modifiers.contains("static");
    }

    /** Whether a subclass may have a method of the same name and parameters; it overrides this one unless that is private. */
    boolean isOverridable() {
        return !isStatic() && !modifiers.contains("final");
    }

    boolean isPrivate() {
        return modifiers.contains("private");
    }

    /** Whether {@code P::name} is an {@code Op}, or a {@code Source}. */
    boolean isFunction() {
        return isStatic()
                && (form == Form.TASK || form == Form.GENERATOR)
                && parameters.size() == 1
                && rest == NO_VARARGS;
    }

    /** All in front of its body. */
    String header(String changedModifiers) {
        StringBuilder header =
                new StringBuilder(changedModifiers + form.of(result) + " " + name).append("(GeneratedTrail t, P p");
        for (int i = 0; i < parameters.size(); i++) {
            Variable parameter = parameters.get(i);
            boolean isRest = rest != NO_VARARGS && i == parameters.size() - 1;
            header.append(", ")
                    .append(isRest ? "int..." : parameter.type())
                    .append(' ')
                    .append(parameter.name());
        }
        return header.append(") throws Exception").toString();
    }

    /** A call, on what the prefix says. */
    Callee calledOn(String prefix) {
        List<String> types =
                new ArrayList<>(parameters.stream().map(Variable::type).toList());
        if (rest != NO_VARARGS) {
            types.remove(types.size() - 1);
            for (int i = 0; i < rest; i++) {
                types.add("int");
            }
        }
        StringBuilder call = new StringBuilder(prefix + name + "(t, p");
        for (int i = 0; i < types.size(); i++) {
            call.append(", #").append(i);
        }
        return new Callee(call + ")", types, result, form);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.generated;

import static dev.weft.proof.generated.Node.statement;

import dev.weft.proof.generated.Place.Callee;
import dev.weft.proof.generated.Place.Form;
import dev.weft.proof.generated.Scope.Variable;
import java.util.List;

/** Makes the bodies of methods, which all see the fields of the program. */
final class Bodies {
    private final Statements statements;

    Bodies(Statements statements) {
        this.statements = statements;
    }

    static Place place(String result, Form form, List<Callee> more) {
        return Place.ofMethod(Scope.ofFields(), result, form, more);
    }

    /** A body with the given parameters in scope, and with more to call than others; without fuel it ends at once. */
    Node of(String result, Form form, List<Variable> parameters, List<Callee> more) {
        Place place = place(result, form, more);
        parameters.forEach(place.scope()::add);
        Node atOnce = Node.expression("", form.completed, Node.expression(result, Types.simplest(result)));
        return statement("if (!t.more()) return #0;\n#1", atOnce, statements.body(place, 2));
    }

    Node of(Form form, String result, List<Variable> parameters, Callee... more) {
        return of(result, form, parameters, List.of(more));
    }

    Node of(Form form, String result, String parameterType, String parameter, Callee... more) {
        return of(form, result, List.of(new Variable(parameterType, parameter, true, false)), more);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.generated;

import java.util.ArrayList;
import java.util.List;

/**
 * Where in a method something is to be generated.
 *
 * @param scope the variables to see
 * @param result the type of the method's result; of a generator that of its elements
 * @param form what the method returns that result in
 * @param mayReturn not inside a switch expression
 * @param jumps the breaks and continues that are possible here
 * @param callees async methods that can be called only here, such as {@code super.foo()}
 * @param tries whether try and synchronized are possible; javac breaks down on them in switch expressions with values below
 * @param room how deep expressions may be; less in statements that are part of an expression
 */
record Place(
        Scope scope,
        String result,
        Form form,
        boolean mayReturn,
        List<String> jumps,
        List<Callee> callees,
        int room,
        boolean tries) {
    private static final int ROOM = 3;

    /** What async methods return. */
    enum Form {
        TASK("Task", "Task.of(#0)"),
        FUTURE("CompletableFuture", "CompletableFuture.completedFuture(#0)"),
        STAGE("CompletionStage", "CompletableFuture.completedFuture(#0)"),
        GENERATOR("AsyncGenerator", "AsyncGenerator.done()");

        final String type;
        final String completed;

        Form(String type, String completed) {
            this.type = type;
            this.completed = completed;
        }

        /** The whole type. */
        String of(String result) {
            return type + "<" + Types.boxed(result) + ">";
        }
    }

    /**
     * An async method to call.
     *
     * @param text the call, with holes for the arguments
     * @param parameters their types
     * @param result the type of its result; of a generator that of its elements
     * @param form what it returns that in
     */
    record Callee(String text, List<String> parameters, String result, Form form) {}

    Place {
        jumps = List.copyOf(jumps);
        callees = List.copyOf(callees);
    }

    static Place ofMethod(Scope scope, String result, Form form, List<Callee> callees) {
        return new Place(scope, result, form, true, List.of(), callees, ROOM, true);
    }

    Place block() {
        return new Place(scope.child(), result, form, mayReturn, jumps, callees, room, tries);
    }

    /** With few awaits in a statement, where each of them takes much code. */
    Place shallow() {
        return new Place(scope.child(), result, form, mayReturn, jumps, callees, 1, tries);
    }

    /** With an async method to call that was declared just before. */
    Place after(Callee declared) {
        List<Callee> more = new ArrayList<>(callees);
        more.add(declared);
        return new Place(scope.child(), result, form, mayReturn, jumps, more, room, tries);
    }

    /** In a loop that must not be left by a break: the end of the body would be reachable. */
    Place endlessLoop(String label) {
        Place inside = loop(label);
        List<String> less = new ArrayList<>(inside.jumps);
        less.removeAll(List.of("break;", "break " + label + ";"));
        return new Place(inside.scope, result, form, mayReturn, less, callees, room, tries);
    }

    Place loop(String label) {
        List<String> more = new ArrayList<>(jumps);
        more.removeIf(jump -> jump.equals("break;") || jump.equals("continue;"));
        more.addAll(List.of("break;", "continue;", "break " + label + ";", "continue " + label + ";"));
        return new Place(scope.child(), result, form, mayReturn, more, callees, room, tries);
    }

    /** Inside a switch statement, where a plain break leaves the switch. */
    Place switchStatement() {
        List<String> more = new ArrayList<>(jumps);
        more.remove("break;");
        more.add("break;");
        return new Place(scope.child(), result, form, mayReturn, more, callees, room, tries);
    }

    Place labelledBlock(String label) {
        List<String> more = new ArrayList<>(jumps);
        more.add("break " + label + ";");
        return new Place(scope.child(), result, form, mayReturn, more, callees, room, tries);
    }

    /**
     * Inside a try whose finally block returns. A stage that was to be returned there is awaited by nobody, and ends later than it does when
     * it blocks if it starts deep in others.
     */
    Place overruled() {
        boolean starts = form == Form.FUTURE || form == Form.STAGE;
        return new Place(scope.child(), result, form, mayReturn && !starts, jumps, callees, room, tries);
    }

    /** Inside a switch expression, which no jump may leave. */
    Place switchExpression() {
        return new Place(scope.child(), result, form, false, List.of(), callees, room - 1, false);
    }

    /** The same where the operand stack is known to be empty. */
    Place withTries() {
        return new Place(scope, result, form, mayReturn, jumps, callees, room, true);
    }

    /** Where only variables that never change can be used. */
    Place captured() {
        return new Place(scope.readOnly(), result, form, false, List.of(), callees, room - 1, false);
    }

    /** Inside a lambda. */
    Place lambda(String lambdaResult, Form lambdaForm) {
        return new Place(scope.captured(), lambdaResult, lambdaForm, true, List.of(), callees, room - 1, true);
    }

    /** Inside a method of a class that is declared in a method. */
    Place localClass(String methodResult, Form methodForm) {
        return new Place(scope.captured(), methodResult, methodForm, true, List.of(), List.of(), ROOM - 1, true);
    }

    /** Inside a method of a record or an enum that is declared in a method: it sees no variables of that. */
    Place localRecord(String methodResult, Form methodForm) {
        return new Place(Scope.ofFields(), methodResult, methodForm, true, List.of(), List.of(), ROOM - 1, true);
    }
}

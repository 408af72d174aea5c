// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.door;

import dev.weft.internal.profile.Profile;
import dev.weft.spi.Fence;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The table of what can be asked by way of the socket. */
final class Resources {
    private final Map<String, Row> rows = new LinkedHashMap<>();

    private record Row(String summary, Set<String> parameters, Resource resource) {}

    /** Adds a resource; its parameters are those that a request may have. */
    Resources with(String path, String summary, Set<String> parameters, Resource resource) {
        rows.put(path, new Row(summary, new TreeSet<>(parameters), resource));
        return this;
    }

    /** Answers a request, also one that cannot be answered. */
    Answer answer(Request request) {
        if (request.path().equals("/")) {
            return Summary.told(Answer.text(list()));
        }
        Row row = rows.get(request.path());
        if (row == null) {
            return Answer.refusal(404, "There is no " + request.path() + " here. There is:\n" + list().stripTrailing());
        }
        try {
            Parameters parameters = Parameters.of(request.query());
            parameters.require(row.parameters());
            return row.resource().answer(parameters);
        } catch (IllegalArgumentException wrong) {
            return Answer.refusal(400, String.valueOf(wrong.getMessage()));
        } catch (Throwable failed) {
            return failure(failed);
        }
    }

    /** Tells the client what its request has met with, for whoever repairs it. */
    static Answer failure(Throwable failed) {
        if (failed instanceof Profile.BusyException) {
            return Answer.refusal(503, String.valueOf(failed.getMessage()));
        }
        try {
            StringWriter trace = new StringWriter();
            failed.printStackTrace(new PrintWriter(trace, true));
            return Answer.refusal(
                    500, "This could not be answered: " + trace.toString().stripTrailing());
        } catch (Throwable untold) { // as where there is no memory
            return Answer.refusal(500, Fence.nameOf(failed));
        }
    }

    private String list() {
        StringBuilder list = new StringBuilder(1000);
        rows.forEach((path, row) -> {
            String parameters = row.parameters().isEmpty() ? "" : "  ?" + String.join("&", row.parameters());
            list.append("%-11s %s%s%n".formatted(path, row.summary(), parameters));
        });
        return list.toString();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads JMH's JSON, and that of the programs. */
final class ResultFiles {
    private static final String BYTES_PER_OP = "gc.alloc.rate.norm";

    private ResultFiles() {}

    /** The figures of a kind of results for all JDKs; none if there are no such files. */
    static List<Figure> read(Path folder, String name) throws IOException {
        List<Figure> figures = new ArrayList<>();
        for (int feature : Report.FEATURES) {
            Path file = folder.resolve(name + "-jdk" + feature + ".json");
            if (Files.exists(file)) {
                figures.addAll(parse(Files.readString(file), feature));
            }
        }
        return figures;
    }

    static List<Figure> parse(String json, int feature) {
        List<Figure> figures = new ArrayList<>();
        for (JsonElement element : JsonParser.parseString(json).getAsJsonArray()) {
            JsonObject object = element.getAsJsonObject();
            if (object.has("primaryMetric")) {
                addJmh(figures, object, feature);
            } else {
                figures.add(ofProgram(object, feature));
            }
        }
        return figures;
    }

    private static void addJmh(List<Figure> figures, JsonObject object, int feature) {
        String[] names = object.get("benchmark").getAsString().split("\\.", -1);
        String benchmark = names[names.length - 2];
        String variant = names[names.length - 1];
        String parameters = object.has("params") ? parameters(object.getAsJsonObject("params")) : "";
        JsonObject time = object.getAsJsonObject("primaryMetric");
        figures.add(new Figure(benchmark, variant, parameters, feature, Figure.TIME, "ns", rawData(time)));
        JsonObject bytes = object.getAsJsonObject("secondaryMetrics").getAsJsonObject(BYTES_PER_OP);
        if (bytes != null) {
            figures.add(new Figure(benchmark, variant, parameters, feature, Figure.BYTES, "B", rawData(bytes)));
        }
    }

    private static String parameters(JsonObject params) {
        return params.entrySet().stream()
                .map((Map.Entry<String, JsonElement> entry) ->
                        entry.getKey() + " " + entry.getValue().getAsString())
                .collect(Collectors.joining(", "));
    }

    private static List<Double> rawData(JsonObject metric) {
        List<Double> values = new ArrayList<>();
        for (JsonElement fork : metric.getAsJsonArray("rawData")) {
            values.addAll(doubles(fork.getAsJsonArray()));
        }
        return values;
    }

    private static Figure ofProgram(JsonObject object, int feature) {
        return new Figure(
                object.get("benchmark").getAsString(),
                object.get("variant").getAsString(),
                object.get("parameters").getAsString(),
                feature,
                object.get("metric").getAsString(),
                object.get("unit").getAsString(),
                doubles(object.getAsJsonArray("values")));
    }

    private static List<Double> doubles(JsonArray array) {
        List<Double> values = new ArrayList<>();
        array.forEach(element -> values.add(element.getAsDouble()));
        return values;
    }
}

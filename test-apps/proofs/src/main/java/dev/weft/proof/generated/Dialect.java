// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.generated;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What one program is written in.
 *
 * @param release the Java version
 * @param features which classes the program declares beside its own
 */
record Dialect(int release, Set<Feature> features) {
    private static final int VAR = 10;
    private static final int RECORDS = 17;
    private static final int PATTERNS = 21;

    /** Classes that some programs declare. */
    enum Feature {
        SUBCLASS,
        HIERARCHY,
        ENUM,
        SHAPES,
        GENERIC,
        INNER
    }

    static Dialect of(Draw draw, int release) {
        Set<Feature> features = EnumSet.noneOf(Feature.class);
        for (Feature feature : Feature.values()) {
            if (draw.percent(30) && (feature != Feature.SHAPES || release >= RECORDS)) {
                features.add(feature);
            }
        }
        return new Dialect(release, features);
    }

    boolean has(Feature feature) {
        return features.contains(feature);
    }

    boolean hasVar() {
        return release >= VAR;
    }

    boolean hasLocalRecords() {
        return release >= RECORDS;
    }

    boolean hasSwitchExpressions() {
        return release >= RECORDS;
    }

    boolean hasInstanceOfPatterns() {
        return release >= RECORDS;
    }

    boolean hasPatternSwitches() {
        return release >= PATTERNS;
    }

    boolean hasShapePatterns() {
        return hasPatternSwitches() && has(Feature.SHAPES);
    }

    List<String> references() {
        List<String> types = new ArrayList<>(Types.REFERENCES);
        if (has(Feature.HIERARCHY)) {
            types.add("Base");
        }
        if (has(Feature.ENUM)) {
            types.add("Color");
        }
        if (has(Feature.SHAPES)) {
            types.add("Shape");
        }
        return types;
    }
}

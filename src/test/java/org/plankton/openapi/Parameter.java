package org.plankton.openapi;

import java.util.Locale;
import java.util.regex.Pattern;

/** A parameter of a query, a path, or a header; or many, which are called as a pattern says. */
record Parameter(Part part) {
    String name() {
        return part.text("name").orElseThrow();
    }

    /** {@code query}, {@code path} or {@code header}. */
    String in() {
        return part.text("in").orElseThrow();
    }

    boolean isRequired() {
        return part.node().path("required").asBoolean();
    }

    Part schema() {
        return part.at("schema");
    }

    /** Whether its schema is of an object, each of whose keys is the name of a parameter. */
    boolean isMany() {
        return schema().text("type").filter("object"::equals).isPresent();
    }

    /** Whether it is the one of that name. In a header's name neither case nor the kind of dash matters. */
    boolean is(String sent) {
        if (in().equals("header")) {
            return part.text("x-name-pattern")
                    .map(pattern -> Pattern.compile(spelled(pattern))
                            .matcher(spelled(sent))
                            .matches())
                    .orElseGet(() -> spelled(name()).equals(spelled(sent)));
        }
        if (!isMany()) {
            return name().equals(sent);
        }
        Part patterns = schema().at("patternProperties");
        return schema().at("additionalProperties").node().isObject()
                || patterns.keys().stream()
                        .anyMatch(pattern ->
                                Pattern.compile(pattern).matcher(sent).find());
    }

    private static String spelled(String header) {
        return header.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

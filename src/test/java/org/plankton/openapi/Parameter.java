package org.plankton.openapi;

import java.util.List;
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

    /** The schema of one value: of a list, of each of its elements. */
    Part schemaOfOne() {
        return isList() ? schema().at("items") : schema();
    }

    /** The values that a text stands for, which of a list may be several. */
    List<String> values(String text) {
        boolean hasCommas = !part.node().path("explode").asBoolean(true);
        return isList() && hasCommas ? List.of(text.split(",", -1)) : List.of(text);
    }

    private boolean isList() {
        return schema().text("type").filter("array"::equals).isPresent();
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

    /** The same of all spellings of a header's name. */
    static String spelled(String header) {
        return header.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

package org.plankton.openapi;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A path template and a method.
 *
 * @param method as the document has it, in lower case
 * @param item all that is at the path
 * @param form of paths that are of the template
 */
record Operation(OpenApi document, String path, String method, Part item, Pattern form) {
    Operation(OpenApi document, String path, String method, Part item) {
        this(document, path, method, item, form(path));
    }

    private static Pattern form(String path) {
        return Pattern.compile(Stream.of(path.split("(?<=})|(?=\\{)"))
                .map(part -> part.startsWith("{") ? "[^/]+" : Pattern.quote(part))
                .collect(Collectors.joining()));
    }

    Part part() {
        return item.at(method);
    }

    /** As in {@code GET /images}. */
    String name() {
        return method.toUpperCase(Locale.ROOT) + " " + path;
    }

    String id() {
        return part().text("operationId").orElseThrow();
    }

    Dialect dialect() {
        String tag = part().at("tags").node().path(0).textValue();
        return document.dialects().stream()
                .filter(dialect -> dialect.name().equals(tag))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name() + " is of no tag: " + tag));
    }

    /** Whether it may be asked for at that path. */
    boolean isOf(String asked) {
        return form.matcher(asked).matches();
    }

    /** Those of the path, too. */
    List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>();
        Stream.of(item, part())
                .flatMap(part -> part.at("parameters").elements().stream())
                .map(document::follow)
                .map(Parameter::new)
                .forEach(parameters::add);
        return parameters;
    }

    List<Parameter> parameters(String in) {
        return parameters().stream()
                .filter(parameter -> parameter.in().equals(in))
                .toList();
    }

    /** Missing if it takes none. */
    Part requestBody() {
        return document.follow(part().at("requestBody"));
    }

    /** Whether it may be sent a body that is not described, and is not looked at. */
    boolean ignoresBody() {
        return Stream.of(part(), dialect().tag())
                .anyMatch(part -> part.text("x-undescribed-body").isPresent());
    }

    /** Those that are described for themselves, {@code default} not among them. */
    List<String> statuses() {
        return part().at("responses").keys().stream()
                .filter(status -> !status.equals("default"))
                .toList();
    }

    /** Missing if it is not described. */
    Part response(String status) {
        return document.follow(part().at("responses").at(status));
    }

    /** In this operation's own words, if it has any. */
    String description(String status) {
        return part().at("responses")
                .at(status)
                .text("description")
                .or(() -> response(status).text("description"))
                .orElse("");
    }

    /** Why no conversation has that status; empty if one is to have it. */
    Optional<String> noConversation(String status) {
        return part().at("x-no-conversation").text(status);
    }

    /** Whether it may be asked without a token, be it by some alone; who brings one may be told more. */
    boolean isForAnybody() {
        Part security = part().at("security");
        return security.exists()
                && (security.node().isEmpty()
                        || security.elements().stream()
                                .anyMatch(way -> way.node().isEmpty()));
    }
}

package org.plankton.openapi;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Counts what of the document exchanges have shown: each operation, each of its statuses, parameters and types of
 * bodies, each header of a dialect's answers, and what it answers to paths and methods that are none.
 */
public final class Coverage {
    private final OpenApi document;
    private final Set<String> shown = new LinkedHashSet<>();

    public Coverage(OpenApi document) {
        this.document = document;
    }

    /**
     * Counts one.
     *
     * @param told names of headers that the answer has, as far as they are of interest
     */
    public void add(Question question, int status, Set<String> told) {
        List<Operation> here = document.at(question.path());
        Optional<Operation> asked = here.stream()
                .filter(operation -> operation.method().equals(question.method().toLowerCase(Locale.ROOT)))
                .findFirst();
        Optional<Dialect> dialect = here.isEmpty()
                ? document.dialectOf(question.path())
                : Optional.of(here.get(0).dialect());
        if (asked.isPresent()) {
            ofOperation(asked.get(), question, status);
        } else if (dialect.isPresent()) {
            String what = here.isEmpty()
                    ? "x-unknown-path"
                    : question.method().equals("OPTIONS") ? "x-options" : "x-unknown-method";
            shown.add(dialect.get().name() + " " + what);
        }
        dialect.ifPresent(its -> told.forEach(header -> headers(its)
                .filter(described -> isCalled(header, described))
                .forEach(described -> shown.add(its.name() + " answers with " + described))));
        document.ofEveryRequest().stream()
                .filter(parameter -> isSent(parameter, question))
                .forEach(parameter -> shown.add("every request " + parameter.name()));
    }

    private void ofOperation(Operation operation, Question question, int status) {
        shown.add(operation.name());
        shown.add(operation.name() + " " + status);
        if (status >= 400) {
            return;
        }
        operation.parameters().stream()
                .filter(parameter -> isSent(parameter, question))
                .forEach(parameter -> shown.add(operation.name() + " takes " + parameter.name()));
        question.header("Content-Type")
                .forEach(type -> shown.add(operation.name() + " takes a body of "
                        + type.split(";")[0].strip().toLowerCase(Locale.ROOT)));
    }

    private static boolean isSent(Parameter parameter, Question question) {
        return switch (parameter.in()) {
            case "query" -> question.query().stream().anyMatch(sent -> parameter.is(sent.getKey()));
            case "header" -> question.headers().stream().anyMatch(sent -> parameter.is(sent.getKey()));
            default -> true;
        };
    }

    private static boolean isCalled(String header, String described) {
        return described.endsWith("*")
                ? header.toLowerCase(Locale.ROOT)
                        .matches(Pattern.quote(described
                                        .substring(0, described.length() - 1)
                                        .toLowerCase(Locale.ROOT))
                                + ".+")
                : header.equalsIgnoreCase(described);
    }

    /** What is described and no exchange has shown, though none is said to be impossible. */
    public List<String> missing() {
        List<String> missing = new ArrayList<>(described());
        missing.removeAll(shown);
        return missing;
    }

    /** What is said to be shown by no exchange, and is. */
    public List<String> shownAllTheSame() {
        return document.operations().stream()
                .flatMap(operation -> operation.statuses().stream()
                        .filter(status -> operation.noConversation(status).isPresent())
                        .map(status -> operation.name() + " " + status))
                .filter(shown::contains)
                .toList();
    }

    private Set<String> described() {
        Set<String> described = new LinkedHashSet<>();
        document.operations().forEach(operation -> add(operation, described));
        for (Dialect dialect : document.dialects()) {
            Stream.of("x-unknown-path", "x-unknown-method", "x-options")
                    .filter(what -> dialect.answerTo(what).exists())
                    .forEach(what -> described.add(dialect.name() + " " + what));
            headers(dialect).forEach(header -> described.add(dialect.name() + " answers with " + header));
        }
        document.ofEveryRequest().forEach(parameter -> described.add("every request " + parameter.name()));
        return described;
    }

    private static void add(Operation operation, Set<String> described) {
        described.add(operation.name());
        operation.statuses().stream()
                .filter(status -> operation.noConversation(status).isEmpty())
                .forEach(status -> described.add(operation.name() + " " + status));
        operation.parameters().stream()
                .filter(parameter -> !parameter.in().equals("path"))
                .forEach(parameter -> described.add(operation.name() + " takes " + parameter.name()));
        Part body = operation.requestBody();
        if (!body.node().path("x-any-type").asBoolean()) {
            body.at("content").keys().forEach(type -> described.add(operation.name() + " takes a body of " + type));
        }
    }

    /** Names of the headers that answers of a dialect have, but for those that none can have in a conversation. */
    private Stream<String> headers(Dialect dialect) {
        Stream<Part> ofAnswers = document.operations().stream()
                .filter(operation -> operation.dialect().equals(dialect))
                .flatMap(operation -> operation.statuses().stream()
                        .filter(status -> operation.noConversation(status).isEmpty())
                        .map(operation::response))
                .map(response -> response.at("headers"));
        Stream<Part> ofEvery =
                Stream.of(document.root().at("x-every-answer"), dialect.tag().at("x-every-answer"));
        return Stream.concat(ofAnswers, ofEvery)
                .flatMap(headers -> headers.keys().stream()
                        .filter(name -> document.follow(headers.at(name))
                                .text("x-no-conversation")
                                .isEmpty()))
                .distinct();
    }
}

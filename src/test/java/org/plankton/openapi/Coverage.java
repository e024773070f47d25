package org.plankton.openapi;

import java.util.List;
import java.util.Locale;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Counts what of the document exchanges have shown: of each operation its statuses and parameters, the types of its
 * bodies and the headers of its answers; the fields and words of their shapes; what dialects answer to paths and
 * methods that are none, and where they are mounted.
 *
 * <p>What is required of every answer of a kind, such as its only type, is shown by any of them: {@link ExchangeCheck}
 * fails where it is missing.
 */
public final class Coverage {
    private static final List<String> OF_NO_OPERATION = List.of("x-unknown-path", "x-unknown-method", "x-options");
    private static final String NO_CONVERSATION = "x-no-conversation";
    private static final String JSON = "application/json";

    private final OpenApi document;
    private final Ledger ledger = new Ledger();
    private final SchemaCoverage taken;
    private final SchemaCoverage told;

    public Coverage(OpenApi document) {
        this.document = document;
        this.taken = new SchemaCoverage(document, ledger, "a request has");
        this.told = new SchemaCoverage(document, ledger, "an answer has");
        document.operations().forEach(this::describe);
        document.dialects().forEach(this::describe);
        document.ofEveryRequest().forEach(parameter -> ledger.describe(name(parameter), true));
    }

    private void describe(Operation operation) {
        ledger.describe(operation.name(), true);
        for (String status : operation.statuses()) {
            boolean canBeShown = operation.noConversation(status).isEmpty();
            String name = operation.name() + " " + status;
            ledger.describe(name, canBeShown);
            if (canBeShown) {
                describeAnswer(name, operation.response(status));
            }
        }
        for (Parameter parameter : operation.parameters()) {
            if (!parameter.in().equals("path")) {
                ledger.describe(name(operation, parameter), true);
                taken.describe(parameter.schemaOfOne());
            }
        }
        Part body = operation.requestBody();
        Part content = body.at("content");
        for (String type : content.keys()) {
            if (!body.node().path("x-any-type").asBoolean()) {
                ledger.describe(operation.name() + " takes a body of " + type, true);
            }
            taken.describe(content.at(type).at("schema"));
        }
    }

    private void describeAnswer(String name, Part answer) {
        describeHeaders(name, answer.at("headers"), false);
        Part content = answer.at("content");
        for (String type : content.keys()) {
            boolean canBeShown = content.at(type).text(NO_CONVERSATION).isEmpty();
            if (content.keys().size() > 1) {
                ledger.describe(name + " has a body of " + type, canBeShown);
            }
            if (canBeShown) {
                told.describe(content.at(type).at("schema"));
            }
        }
    }

    private void describe(Dialect dialect) {
        for (String what : OF_NO_OPERATION) {
            if (dialect.answerTo(what).exists()) {
                ledger.describe(dialect.name() + " " + what, true);
                describeAnswer(dialect.name() + " " + what, dialect.answerTo(what));
            }
        }
        ofEveryAnswer(dialect).forEach(headers -> describeHeaders(dialect.name(), headers, true));
        dialect.mounts().forEach(mount -> ledger.describe(mounted(dialect, mount), true));
    }

    private void describeHeaders(String name, Part headers, boolean areAllToBeShown) {
        for (String key : headers.keys()) {
            Part header = document.follow(headers.at(key));
            boolean canBeShown = header.text(NO_CONVERSATION).isEmpty();
            if (areAllToBeShown || !header.node().path("required").asBoolean()) {
                ledger.describe(name + " answers with " + key, canBeShown);
            }
            if (canBeShown) {
                told.describe(header.at("schema"));
            }
        }
    }

    /**
     * Counts one.
     *
     * @param reply as far as it is of interest; in a body of JSON what does not matter may be left out, as {@link
     *     SchemaCoverage} has it
     */
    public void add(Question question, Reply reply) {
        List<Operation> here = document.at(question.path());
        Optional<Operation> asked = here.stream()
                .filter(operation -> operation.method().equals(question.method().toLowerCase(Locale.ROOT)))
                .findFirst();
        Optional<Dialect> dialect = here.isEmpty()
                ? document.dialectOf(question.path())
                : Optional.of(here.get(0).dialect());
        if (asked.isPresent()) {
            show(asked.get(), question, reply);
        } else if (dialect.isPresent()) {
            String what = here.isEmpty()
                    ? "x-unknown-path"
                    : question.method().equals("OPTIONS") ? "x-options" : "x-unknown-method";
            ledger.show(dialect.get().name() + " " + what);
            showAnswer(dialect.get().name() + " " + what, dialect.get().answerTo(what), question, reply);
        }
        dialect.ifPresent(its -> ofEveryAnswer(its).forEach(headers -> showHeaders(its.name(), headers, reply)));
        document.ofEveryRequest().stream()
                .filter(parameter ->
                        values(parameter, question, Ignored.of(reply)).findAny().isPresent())
                .forEach(parameter -> ledger.show(name(parameter)));
    }

    private void show(Operation operation, Question question, Reply reply) {
        String name = operation.name() + " " + reply.status();
        ledger.show(operation.name());
        ledger.show(name);
        Part answer = operation.response(String.valueOf(reply.status()));
        if (answer.exists()) {
            showAnswer(name, answer, question, reply);
        }
        if (reply.isRefusal()) {
            return;
        }
        Dialect dialect = operation.dialect();
        dialect.mountOf(question.path()).ifPresent(mount -> ledger.show(mounted(dialect, mount)));
        for (Parameter parameter : operation.parameters()) {
            values(parameter, question, Ignored.of(reply)).forEach(value -> {
                ledger.show(name(operation, parameter));
                taken.showText(parameter.schemaOfOne(), value);
            });
        }
        List<String> types = question.header("Content-Type").stream()
                .map(Coverage::mediaType)
                .toList();
        types.forEach(type -> ledger.show(operation.name() + " takes a body of " + type));
        Part content = operation.requestBody().at("content");
        if (!question.body().isEmpty()) {
            content.keys().stream()
                    .filter(type -> content.keys().size() == 1 || types.contains(type))
                    .forEach(type -> taken.showJson(content.at(type).at("schema"), question.body()));
        }
    }

    private void showAnswer(String name, Part answer, Question question, Reply reply) {
        showHeaders(name, answer.at("headers"), reply);
        Part content = answer.at("content");
        if (question.method().equals("HEAD")) {
            return;
        }
        reply.header("Content-Type").forEach(type -> ledger.show(name + " has a body of " + mediaType(type)));
        if (content.keys().equals(List.of(JSON))) {
            told.showJson(content.at(JSON).at("schema"), reply.body());
        }
    }

    private void showHeaders(String name, Part headers, Reply reply) {
        for (String key : headers.keys()) {
            reply.headers().stream()
                    .filter(header -> isCalled(header.getKey(), key))
                    .forEach(header -> {
                        ledger.show(name + " answers with " + key);
                        told.showText(document.follow(headers.at(key)).at("schema"), header.getValue());
                    });
        }
    }

    /** What is sent of a parameter, as often as it is, and not ignored. */
    private static Stream<String> values(Parameter parameter, Question question, Ignored ignored) {
        Stream<Entry<String, String>> sent = switch (parameter.in()) {
            case "query" -> question.query().stream().filter(one -> !ignored.has(one.getKey()));
            case "header" -> question.headers().stream().filter(one -> !ignored.has(Parameter.spelled(one.getKey())));
            default -> Stream.empty();
        };
        return sent.filter(one -> parameter.is(one.getKey())).flatMap(one -> parameter.values(one.getValue()).stream());
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

    private static String mediaType(String type) {
        return type.split(";")[0].strip().toLowerCase(Locale.ROOT);
    }

    private List<Part> ofEveryAnswer(Dialect dialect) {
        return List.of(document.root().at("x-every-answer"), dialect.tag().at("x-every-answer"));
    }

    private static String name(Parameter ofEveryRequest) {
        return "every request " + ofEveryRequest.name();
    }

    private static String name(Operation operation, Parameter parameter) {
        return operation.name() + " takes " + parameter.name();
    }

    private static String mounted(Dialect dialect, String mount) {
        return dialect.name() + " is mounted at " + mount;
    }

    /** What is described and no exchange has shown, though none is said to be impossible. */
    public List<String> missing() {
        return ledger.missing();
    }

    /** What is said to be shown by no exchange, and is. */
    public List<String> shownAllTheSame() {
        return ledger.shownAllTheSame();
    }
}

package org.plankton.openapi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds what the document does not tell of a request and its answer. */
public final class ExchangeCheck {
    /** What every message of HTTP may have, whatever is served. */
    private static final Set<String> OF_HTTP = Set.of(
            "connection",
            "content-length",
            "content-type",
            "date",
            "host",
            "keep-alive",
            "server",
            "transfer-encoding");

    private static final Set<String> OF_IMAGES = Set.of("x-image-meta-", "x-glance-");

    private final OpenApi document;
    private final Shapes shapes;

    public ExchangeCheck(OpenApi document) {
        this.document = document;
        this.shapes = new Shapes(document);
    }

    /** In words, each with what it is of; empty if all is described. */
    public List<String> undescribed(Question question, Reply reply) {
        List<Operation> here = document.at(question.path());
        Optional<Operation> asked = here.stream()
                .filter(operation -> operation.method().equals(question.method().toLowerCase(Locale.ROOT)))
                .findFirst();
        if (isRefusedByTheContainer(question, reply)) {
            return List.of();
        }
        if (asked.isPresent() && asked.get().statuses().contains(String.valueOf(reply.status()))) {
            return ofOperation(asked.get(), question, reply);
        }
        // Some dialects take a slash behind a path for the begin of an id, which is missing.
        boolean isBlank = question.path().endsWith("/") && reply.status() == 404;
        if (asked.isPresent() && !isBlank) {
            return List.of(asked.get().name() + " has no " + reply.status());
        }
        String what = here.isEmpty() || isBlank
                ? "x-unknown-path"
                : question.method().equals("OPTIONS") ? "x-options" : "x-unknown-method";
        Dialect dialect = here.isEmpty()
                ? document.dialectOf(question.path()).orElseThrow()
                : here.get(0).dialect();
        Part answer = dialect.answerTo(what);
        if (!answer.exists()) {
            answer = dialect.answerTo("x-unknown-method");
        }
        String name = dialect.name() + " to " + question.method() + " " + question.path();
        if (answer.node().path("x-status").asInt() != reply.status()) {
            return List.of(name + " is not described to answer " + reply.status());
        }
        return ofAnswer(name, dialect, answer, question, reply);
    }

    /** Which has no headers of the service, or is for a path that not every container refuses. */
    private boolean isRefusedByTheContainer(Question question, Reply reply) {
        Part refusal = document.follow(document.root().at("x-refused-by-the-container"));
        boolean isRefusal = refusal.at("x-statuses").elements().stream()
                .anyMatch(status -> status.node().asInt() == reply.status());
        return isRefusal
                && (reply.header("X-Request-Id").isEmpty() && reply.body().isEmpty()
                        || Pattern.compile(refusal.text("x-paths").orElseThrow())
                                .matcher(question.path())
                                .find());
    }

    private List<String> ofOperation(Operation operation, Question question, Reply reply) {
        List<String> undescribed = new ArrayList<>(ofAnswer(
                operation.name() + " " + reply.status(),
                operation.dialect(),
                operation.response(String.valueOf(reply.status())),
                question,
                reply));
        ofQuery(operation, question, reply, undescribed);
        ofHeaders(operation, question, reply, undescribed);
        ofBody(operation, question, reply, undescribed);
        if (!reply.isRefusal()) {
            ofWhatIsMissing(operation, question, undescribed);
        }
        return undescribed;
    }

    private void ofQuery(Operation operation, Question question, Reply reply, List<String> undescribed) {
        List<Parameter> described = operation.parameters("query");
        Ignored ignored = Ignored.of(reply);
        for (Entry<String, String> sent : question.query()) {
            Optional<Parameter> parameter = one(described, sent.getKey());
            boolean isIgnored = ignored.mayHave(sent.getKey())
                    || operation
                            .dialect()
                            .tag()
                            .text("x-undescribed-parameters")
                            .filter(what -> what.equals("ignored") || reply.isRefusal())
                            .isPresent();
            if (parameter.isEmpty() && !isIgnored) {
                undescribed.add(operation.name() + " takes a parameter " + sent.getKey());
            }
            if (parameter.isPresent() && ignored.has(sent.getKey())) {
                undescribed.add(operation.name() + " ignores " + sent.getKey());
            }
            if (parameter.isPresent() && !reply.isRefusal()) {
                problems(parameter.get(), sent.getValue())
                        .forEach(problem -> undescribed.add(operation.name() + " takes " + sent + ": " + problem));
            }
        }
    }

    /** Of those of that name the plainest: one that stands for many names stands for the others. */
    private static Optional<Parameter> one(List<Parameter> described, String name) {
        return described.stream()
                .filter(parameter -> parameter.is(name))
                .min((one, other) -> Boolean.compare(one.isMany(), other.isMany()));
    }

    private List<String> problems(Parameter parameter, String value) {
        if (parameter.isMany()) {
            return List.of();
        }
        return parameter.values(value).stream()
                .flatMap(one -> shapes.problemsOfText(parameter.schemaOfOne(), one).stream())
                .toList();
    }

    private void ofHeaders(Operation operation, Question question, Reply reply, List<String> undescribed) {
        List<Parameter> described = new ArrayList<>(operation.parameters("header"));
        described.addAll(document.ofEveryRequest());
        Ignored ignored = Ignored.of(reply);
        for (Entry<String, String> sent : question.headers()) {
            String name = sent.getKey().toLowerCase(Locale.ROOT);
            Optional<Parameter> parameter = one(described, name);
            if (parameter.isPresent() && !reply.isRefusal()) {
                problems(parameter.get(), sent.getValue())
                        .forEach(problem -> undescribed.add(operation.name() + " takes " + sent + ": " + problem));
            }
            if (parameter.isPresent() && ignored.has(Parameter.spelled(name))) {
                undescribed.add(operation.name() + " ignores " + sent.getKey());
            }
            if (parameter.isEmpty() && !isNobodys(name, reply, ignored)) {
                undescribed.add(operation.name() + " takes a header " + sent.getKey());
            }
        }
    }

    private boolean isNobodys(String name, Reply reply, Ignored ignored) {
        boolean isOfAnImage =
                OF_IMAGES.stream().anyMatch(prefix -> Parameter.spelled(name).startsWith(prefix));
        boolean isToldOf = reply.isRefusal() || ignored.mayHave(Parameter.spelled(name));
        return OF_HTTP.contains(name)
                || name.equals(token().toLowerCase(Locale.ROOT))
                || isOfAnImage && isToldOf
                || document.root().at("x-not-looked-at").elements().stream()
                        .anyMatch(header -> header.node().textValue().equalsIgnoreCase(name));
    }

    private String token() {
        return document.root()
                .at("components")
                .at("securitySchemes")
                .at("token")
                .text("name")
                .orElseThrow();
    }

    private void ofBody(Operation operation, Question question, Reply reply, List<String> undescribed) {
        Part body = operation.requestBody();
        if (question.body().isEmpty() || reply.isRefusal() || !body.exists() && operation.ignoresBody()) {
            return;
        }
        Optional<Part> content = content(body, question.header("Content-Type"));
        if (content.isEmpty()) {
            undescribed.add(operation.name() + " takes a body of " + question.header("Content-Type"));
            return;
        }
        if (content.get().at("schema").exists()) {
            shapes.problems(content.get().at("schema"), question.body())
                    .forEach(problem -> undescribed.add(operation.name() + " takes a body, and " + problem));
        }
    }

    /** What is described of that type; where the type does not matter, of the only one. */
    private static Optional<Part> content(Part body, List<String> types) {
        Part content = body.at("content");
        if (body.node().path("x-any-type").asBoolean()) {
            return Optional.of(content.at(content.keys().get(0)));
        }
        return types.stream()
                .map(type -> content.at(type.split(";")[0].strip().toLowerCase(Locale.ROOT)))
                .filter(Part::exists)
                .findFirst();
    }

    /** Of what was asked and done. */
    private void ofWhatIsMissing(Operation operation, Question question, List<String> undescribed) {
        for (Parameter parameter : operation.parameters("header")) {
            boolean isSent = question.headers().stream().anyMatch(header -> parameter.is(header.getKey()));
            if (parameter.isRequired() && !isSent) {
                undescribed.add(operation.name() + " does without " + parameter.name());
            }
        }
        if (question.body().isEmpty()
                && operation.requestBody().node().path("required").asBoolean()) {
            undescribed.add(operation.name() + " does without a body");
        }
        if (question.header(token()).isEmpty() && !operation.isForAnybody()) {
            undescribed.add(operation.name() + " does without a token");
        }
    }

    private List<String> ofAnswer(String name, Dialect dialect, Part answer, Question question, Reply reply) {
        List<String> undescribed = new ArrayList<>();
        ofAnswersHeaders(name, headers(dialect, answer), reply, undescribed);
        if (question.method().equals("HEAD")) {
            if (!reply.body().isEmpty()) {
                undescribed.add(name + " has a body");
            }
            return undescribed;
        }
        Part content = answer.at("content");
        if (!content.exists()) {
            if (!reply.body().isEmpty()) {
                undescribed.add(name + " has a body: " + reply.body());
            }
            return undescribed;
        }
        Optional<Part> described = content(answer, reply.header("Content-Type"));
        if (described.isEmpty()) {
            undescribed.add(name + " has a body of " + reply.header("Content-Type"));
        } else if (described.get().at("schema").exists() && isJson(reply)) {
            shapes.problems(described.get().at("schema"), reply.body())
                    .forEach(problem -> undescribed.add(name + " has a body, and " + problem));
        }
        return undescribed;
    }

    private static boolean isJson(Reply reply) {
        return reply.header("Content-Type").get(0).startsWith("application/json");
    }

    private void ofAnswersHeaders(String name, Map<String, Part> described, Reply reply, List<String> undescribed) {
        reply.headers().forEach(sent -> {
            Optional<Part> header = described.entrySet().stream()
                    .filter(entry -> isCalled(sent.getKey(), entry.getKey(), entry.getValue()))
                    .map(Entry::getValue)
                    .findFirst();
            if (header.isPresent()) {
                shapes.problemsOfText(header.get().at("schema"), sent.getValue())
                        .forEach(problem -> undescribed.add(name + " has " + sent + ": " + problem));
            } else if (!OF_HTTP.contains(sent.getKey().toLowerCase(Locale.ROOT))) {
                undescribed.add(name + " has a header " + sent);
            }
        });
        described.forEach((header, part) -> {
            if (part.node().path("required").asBoolean() && reply.header(header).isEmpty()) {
                undescribed.add(name + " has no header " + header);
            }
        });
    }

    private static boolean isCalled(String sent, String name, Part header) {
        return header.text("x-name-pattern")
                .map(pattern -> Pattern.compile(pattern, Pattern.CASE_INSENSITIVE)
                        .matcher(sent)
                        .matches())
                .orElseGet(() -> name.equalsIgnoreCase(sent));
    }

    /** All that the answer may have, by name. */
    private Map<String, Part> headers(Dialect dialect, Part answer) {
        Map<String, Part> headers = new LinkedHashMap<>();
        for (Part some : List.of(
                document.root().at("x-every-answer"), dialect.tag().at("x-every-answer"), answer.at("headers"))) {
            some.keys().forEach(name -> headers.put(name, document.follow(some.at(name))));
        }
        return headers;
    }
}

package org.plankton.openapi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes {@code docs/api.md} of the document: {@code .ci/api}. */
final class ApiPage {
    static final Path FILE = Path.of("docs/api.md");

    private static final String INTRODUCTION =
            "Made by `.ci/api` of the [OpenAPI document](../src/main/resources/org/plankton/api/ops/openapi.yaml) that"
                    + " the service serves at `/openapi.yaml`; whoever changes that runs it. In what the dialects"
                    + " differ, side by side: [dialects.md](dialects.md).";

    private final OpenApi document;
    private final Markdown page = new Markdown();

    private ApiPage(OpenApi document) {
        this.document = document;
    }

    /** @param arguments none */
    public static void main(String[] arguments) throws IOException {
        Files.writeString(FILE, of(OpenApi.ours()));
    }

    static String of(OpenApi document) {
        ApiPage page = new ApiPage(document);
        page.write();
        return page.page.toString();
    }

    private void write() {
        page.heading(1, "The API");
        page.paragraph(INTRODUCTION);
        document.root().at("info").text("description").ifPresent(page::text);
        page.heading(2, "Of every request and answer");
        document.ofEveryRequest().forEach(this::write);
        page.paragraph("Taken, and not looked at: "
                + document.root().at("x-not-looked-at").elements().stream()
                        .map(header -> "`" + header.node().textValue() + "`")
                        .collect(Collectors.joining(", "))
                + ".");
        page.paragraph("Every answer has:");
        writeHeaders(document.root().at("x-every-answer"));
        writeFaultsOfTheMoment();
        document.dialects().forEach(this::write);
        page.heading(2, "Shapes of JSON");
        Part schemas = document.root().at("components").at("schemas");
        schemas.keys().forEach(name -> writeShape(name, schemas.at(name)));
    }

    private void writeFaultsOfTheMoment() {
        Part response = document.root().at("components").at("responses").at("OfTheMoment");
        page.heading(3, "Faults of the moment");
        page.paragraph(response.text("description").orElseThrow());
        document.follow(document.root().at("x-refused-by-the-container"))
                .text("description")
                .ifPresent(page::paragraph);
    }

    private void write(Dialect dialect) {
        page.heading(
                2, dialect.name() + ": " + dialect.tag().text("x-displayName").orElseThrow());
        dialect.tag().text("description").ifPresent(page::text);
        Map<String, String> answers = new LinkedHashMap<>();
        answers.put("x-unknown-path", "To a path that is none");
        answers.put("x-unknown-method", "To a method that the path has not");
        answers.put("x-options", "To `OPTIONS`");
        answers.forEach((what, words) -> {
            Part answer = dialect.answerTo(what);
            if (answer.exists()) {
                page.item(
                        0,
                        words + ": **" + answer.node().path("x-status").asInt() + "** "
                                + answer.text("description").orElse(""));
            }
        });
        Part headers = dialect.tag().at("x-every-answer");
        if (headers.exists()) {
            page.paragraph("Every answer has, beside those above:");
            writeHeaders(headers);
        }
        List<Operation> operations = document.operations().stream()
                .filter(operation -> operation.dialect().equals(dialect))
                .toList();
        page.paragraph("Requests:");
        operations.forEach(operation -> page.item(
                0, link(operation) + ": " + operation.part().text("summary").orElseThrow()));
        operations.forEach(this::write);
        writeParameters(dialect, operations);
        writeHeaders(dialect, operations);
    }

    /** To its heading, as GitHub and others name that. */
    private static String link(Operation operation) {
        String anchor = operation
                .name()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{Alnum} _-]", "")
                .replace(' ', '-');
        return "[" + operation.name() + "](#" + anchor + ")";
    }

    private void write(Operation operation) {
        page.heading(3, operation.name());
        page.paragraph("**" + operation.part().text("summary").orElseThrow() + ".**" + forWhom(operation));
        operation.part().text("description").ifPresent(page::text);
        List<String> names = operation.parameters().stream()
                .map(parameter -> "`" + parameter.name() + "`" + (parameter.isRequired() ? " (required)" : ""))
                .toList();
        if (!names.isEmpty()) {
            page.paragraph("Takes " + String.join(", ", names) + ".");
        }
        Part body = operation.requestBody();
        if (body.exists()) {
            boolean isRequired = body.node().path("required").asBoolean();
            page.paragraph("The body" + (isRequired ? " (required)" : "") + ": "
                    + body.text("description").orElse(""));
            writeContent(0, body.at("content"));
        }
        page.paragraph("Answers:");
        operation.statuses().forEach(status -> write(operation, status));
    }

    private static String forWhom(Operation operation) {
        if (!operation.isForAnybody()) {
            return "";
        }
        boolean isForAll = operation.part().at("security").elements().stream()
                .allMatch(way -> way.node().isEmpty());
        return isForAll || !operation.statuses().contains("401")
                ? " For anybody, without a token."
                : " For some, without a token.";
    }

    private void write(Operation operation, String status) {
        Part response = operation.response(status);
        String headers = headers(response.at("headers"));
        Optional<String> fault = Integer.parseInt(status) < 400
                ? Optional.empty()
                : response.at("content").at("application/json").at("schema").text("$ref").stream()
                        .map(reference -> " "
                                + ShapeText.of(response.at("content")
                                        .at("application/json")
                                        .at("schema")))
                        .findFirst();
        page.item(
                0,
                "**" + status + "**" + fault.map(shape -> shape + ":").orElse("") + " "
                        + operation.description(status)
                        + (headers.isEmpty() ? "" : " Headers: " + headers + "."));
        if (fault.isEmpty()) {
            writeContent(1, response.at("content"));
        }
    }

    /** Names; those of an image, which are many, in one word. */
    private static String headers(Part headers) {
        return headers.keys().stream()
                .map(name -> name.replaceFirst("^([Xx]-[Ii]mage-[Mm]eta-).*", "$1…"))
                .distinct()
                .map(name -> "`" + name + "`")
                .collect(Collectors.joining(", "));
    }

    private void writeContent(int depth, Part content) {
        for (String type : content.keys()) {
            Part schema = content.at(type).at("schema");
            page.item(depth, "`" + type + "`" + (schema.exists() ? ": " + ShapeText.of(schema) : ""));
            if (schema.exists()) {
                writeFields(depth + 1, schema);
            }
        }
    }

    /** Of an object that has no name, or of a list of such. */
    private void writeFields(int depth, Part schema) {
        if (schema.text("$ref").isPresent()) {
            return;
        }
        Part fields = schema.at("properties");
        List<String> required = schema.at("required").elements().stream()
                .map(name -> name.node().textValue())
                .toList();
        for (String name : fields.keys()) {
            Part field = fields.at(name);
            page.item(
                    depth,
                    "`" + name + "`"
                            + (required.contains(name) ? "" : " (may be missing)") + ": "
                            + ShapeText.of(field)
                            + field.text("description").map(text -> ". " + text).orElse(""));
            writeFields(depth + 1, field);
        }
        if (schema.at("items").exists()) {
            writeFields(depth, schema.at("items"));
        }
    }

    private void writeShape(String name, Part schema) {
        page.heading(3, name);
        schema.text("description").ifPresent(page::paragraph);
        page.paragraph("A value: " + ShapeText.of(schema) + ".");
        writeFields(0, schema);
    }

    /** Each once; where operations take one of the same name in different ways, each of the ways. */
    private void writeParameters(Dialect dialect, List<Operation> operations) {
        Map<Parameter, List<String>> parameters = new LinkedHashMap<>();
        for (Operation operation : operations) {
            operation
                    .parameters()
                    .forEach(parameter -> parameters
                            .computeIfAbsent(parameter, first -> new ArrayList<>())
                            .add(operation.name()));
        }
        if (parameters.isEmpty()) {
            return;
        }
        page.heading(3, "What the parameters of " + dialect.name() + " mean");
        parameters.forEach((parameter, takers) -> {
            boolean isAmbiguous = parameters.keySet().stream()
                            .filter(other -> other.name().equals(parameter.name()))
                            .count()
                    > 1;
            write(parameter, isAmbiguous ? " of " + String.join(", ", takers) : "");
        });
    }

    /** Each once; what is said of one of several that are called alike is said of all. */
    private void writeHeaders(Dialect dialect, List<Operation> operations) {
        Map<String, Set<String>> meanings = new LinkedHashMap<>();
        for (Operation operation : operations) {
            for (String status : operation.statuses()) {
                Part headers = operation.response(status).at("headers");
                headers.keys()
                        .forEach(name -> meanings.computeIfAbsent(name, first -> new LinkedHashSet<>())
                                .add(meaning(document.follow(headers.at(name)))));
            }
        }
        if (meanings.isEmpty()) {
            return;
        }
        page.heading(3, "What the headers of answers of " + dialect.name() + " mean");
        meanings.forEach((name, its) -> page.item(0, "`" + name + "`: " + String.join(" Or: ", its)));
    }

    private static String meaning(Part header) {
        return ShapeText.of(header.at("schema")) + "."
                + header.text("description").map(text -> " " + text.strip()).orElse("");
    }

    private void write(Parameter parameter) {
        write(parameter, "");
    }

    private void write(Parameter parameter, String takers) {
        Part schema = parameter.schema();
        String usual = schema.at("default").exists()
                ? " `" + schema.node().get("default").asText() + "`, if it is not said."
                : "";
        page.item(
                0,
                "`" + parameter.name() + "` (" + parameter.in() + ")" + takers + ": "
                        + Stream.of(
                                        Optional.of(ShapeText.of(schema) + "."),
                                        parameter.part().text("description"))
                                .flatMap(Optional::stream)
                                .collect(Collectors.joining(" "))
                        + usual);
    }

    private void writeHeaders(Part headers) {
        for (String name : headers.keys()) {
            Part header = document.follow(headers.at(name));
            boolean isAlways = header.node().path("required").asBoolean();
            page.item(
                    0,
                    "`" + name + "`" + (isAlways ? "" : " at times") + ": "
                            + header.text("description").orElse(""));
        }
    }
}

package org.plankton.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.plankton.openapi.Question;
import org.plankton.openapi.Reply;

/**
 * One request and the answer that is expected to it, as lines of a conversation without their {@code >} and {@code <}.
 *
 * @param line where it begins in the conversation, counted from 1
 */
record Exchange(int line, List<String> request, List<String> expected) {
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
    private static final Pattern NUMBER = Pattern.compile("\\{#[a-z_]+}");
    private static final Pattern FILE_ENDING = Pattern.compile("(?:\\.|%2E)diskdump");
    private static final String MORE = "...";
    private static final String IN_ANY_ORDER = "in any order";

    /** The same about files of other names, if they end in {@code .diskdump}: the number follows that. */
    Exchange ofFiles(int number) {
        UnaryOperator<String> rename = line -> FILE_ENDING.matcher(line).replaceAll("$0-" + number);
        return new Exchange(
                line,
                request.stream().map(rename).toList(),
                expected.stream().map(rename).toList());
    }

    /** The path that is asked for, with the query, its variables filled in. */
    String target(Variables variables) {
        return variables.fill(request.get(0).split(" ", 3)[1]);
    }

    /**
     * The request's bytes. Added to what the conversation says are Connection, Host unless given, and for a body its
     * Content-Length unless that or a Transfer-Encoding is given. With Transfer-Encoding the body is one chunk.
     *
     * @param prefix what the server's address has before the path
     */
    byte[] bytes(String prefix, String host, Variables variables) {
        String[] first = variables.fill(request.get(0)).split(" ", 3);
        String version = first.length > 2 ? first[2] : "HTTP/1.1";
        List<String> headers = head(request).stream().map(variables::fill).toList();
        byte[] body = body(request).map(variables::fill).orElse("").getBytes(StandardCharsets.UTF_8);

        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        write(bytes, first[0] + " " + prefix + first[1] + " " + version + "\r\n");
        if (!has(headers, "Host")) {
            write(bytes, "Host: " + host + "\r\n");
        }
        for (String header : headers) {
            writeHeader(bytes, header);
        }
        boolean chunked = has(headers, "Transfer-Encoding");
        if (body.length > 0 && !chunked && !has(headers, "Content-Length")) {
            write(bytes, "Content-Length: " + body.length + "\r\n");
        }
        write(bytes, "Connection: close\r\n\r\n");
        if (chunked && body.length > 0) {
            write(bytes, Integer.toHexString(body.length) + "\r\n");
        }
        bytes.writeBytes(body);
        if (chunked) {
            write(bytes, body.length > 0 ? "\r\n0\r\n\r\n" : "0\r\n\r\n");
        }
        return bytes.toByteArray();
    }

    /** The request as the description of the API is asked of it, each text filled in. */
    Question question(UnaryOperator<String> fill) {
        String[] first = fill.apply(request.get(0)).split(" ", 3);
        List<Entry<String, String>> headers =
                head(request).stream().map(fill).map(Exchange::header).toList();
        return new Question(first[0], first[1], headers, body(request).map(fill).orElse(""));
    }

    /** The answer that is expected, as it is written: what it says of headers that are not there left out. */
    Reply expectedReply() {
        List<Entry<String, String>> headers = head(expected).stream()
                .filter(line -> !line.startsWith("!") && line.contains(":"))
                .map(Exchange::header)
                .toList();
        return new Reply(
                Integer.parseInt(expected.get(0)), headers, body(expected).orElse(""));
    }

    private static Entry<String, String> header(String line) {
        String[] sides = line.split(":", 2);
        return Map.entry(sides[0].strip(), sides.length < 2 ? "" : sides[1].strip());
    }

    /** What is not as expected; empty if all is. Unknown variables become known. */
    List<String> differences(Answer answer, Variables variables) {
        List<String> differences = new ArrayList<>();
        if (!expected.get(0).equals(String.valueOf(answer.status()))) {
            differences.add("status " + answer.status() + " and not " + expected.get(0));
        }
        Map<String, List<String>> values = new LinkedHashMap<>();
        Set<String> only = new LinkedHashSet<>();
        for (String line : head(expected)) {
            if (line.startsWith("!")) {
                String name = line.substring(1).strip();
                answer.header(name).forEach(value -> differences.add("there is a " + name + ": " + value));
            } else if (line.startsWith("only ") && line.endsWith("*")) {
                only.add(line.substring("only ".length(), line.length() - 1).toLowerCase(Locale.ROOT));
            } else {
                String[] header = line.split(":", 2);
                if (header.length < 2) {
                    throw new IllegalArgumentException("neither a header nor a rule: " + line);
                }
                String name = header[0].toLowerCase(Locale.ROOT);
                values.computeIfAbsent(name, first -> new ArrayList<>()).add(header[1].strip());
                if (!header[0].equals(name) && !answer.spells(header[0])) {
                    differences.add("no header is spelled " + header[0]);
                }
            }
        }
        values.forEach((name, wanted) -> {
            List<String> actual = answer.header(name);
            boolean same = actual.size() == wanted.size();
            for (int i = 0; same && i < wanted.size(); i++) {
                same = name.equals("content-type")
                        ? variables.match(mediaType(wanted.get(i)), mediaType(actual.get(i)))
                        : variables.match(wanted.get(i), actual.get(i));
            }
            if (!same) {
                differences.add(name + ": " + actual + " and not " + wanted);
            }
        });
        for (String prefix : only) {
            answer.headers().stream()
                    .map(header -> header.getKey().toLowerCase(Locale.ROOT))
                    .filter(name -> name.startsWith(prefix) && !values.containsKey(name))
                    .forEach(name -> differences.add("there is a " + name + ": " + answer.header(name)));
        }
        body(expected)
                .filter(body -> !sameBody(body, answer.text(), variables))
                .ifPresent(body -> differences.add("another body"));
        return differences;
    }

    /**
     * What must not be in any answer of a registry, but is: a Content-Type where there is no body, except that of the
     * bytes of an image that has none.
     */
    List<String> faultsOfEveryAnswer(Answer answer) {
        boolean isData = request.get(0).startsWith("GET ")
                && answer.status() == 200
                && answer.header("Content-Type").contains("application/octet-stream");
        return answer.body().length > 0 || isData
                ? List.of()
                : answer.header("Content-Type").stream()
                        .map(type -> "there is no body, and yet a Content-Type: " + type)
                        .toList();
    }

    /** Servers spell media types as they like: in any case, and with or without a blank behind the semicolon. */
    private static String mediaType(String value) {
        return value.replaceAll("\\s*;\\s*", ";").toLowerCase(Locale.ROOT);
    }

    private static boolean sameBody(String expected, String actual, Variables variables) {
        Optional<JsonNode> json = json(expected);
        if (json.isEmpty()) {
            return variables.match(expected, actual);
        }
        return json(actual).filter(body -> same(json.get(), body, variables)).isPresent();
    }

    /** Empty if it is not JSON, or nothing at all. */
    private static Optional<JsonNode> json(String text) {
        try {
            return Optional.of(JSON.readTree(text)).filter(node -> !node.isMissingNode());
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static boolean same(JsonNode expected, JsonNode actual, Variables variables) {
        if (expected.isTextual() && expected.textValue().equals("{*}")) {
            return true;
        }
        if (expected.isTextual()
                && actual.isIntegralNumber()
                && NUMBER.matcher(expected.textValue()).matches()) {
            return variables.match(expected.textValue().replace("{#", "{"), actual.asText());
        }
        if (expected.isTextual() && actual.isTextual()) {
            return variables.match(expected.textValue(), actual.textValue());
        }
        if (expected.isObject() && actual.isObject()) {
            return sameObject(expected, actual, variables);
        }
        if (expected.isArray() && actual.isArray()) {
            return sameArray(elements(expected), elements(actual), variables);
        }
        return expected.equals(actual);
    }

    private static boolean sameObject(JsonNode expected, JsonNode actual, Variables variables) {
        int named = 0;
        for (Iterator<String> keys = expected.fieldNames(); keys.hasNext(); ) {
            String key = keys.next();
            if (key.equals(MORE)) {
                continue;
            }
            named++;
            String name = variables.fill(key);
            if (!actual.has(name) || !same(expected.get(key), actual.get(name), variables)) {
                return false;
            }
        }
        return expected.has(MORE) || actual.size() == named;
    }

    private static boolean sameArray(List<JsonNode> expected, List<JsonNode> actual, Variables variables) {
        if (expected.isEmpty()) {
            return actual.isEmpty();
        }
        JsonNode first = expected.get(0);
        List<JsonNode> rest = expected.subList(1, expected.size());
        if (first.isTextual() && first.textValue().equals(IN_ANY_ORDER)) {
            return sameSet(rest, actual, variables);
        }
        if (first.isTextual() && first.textValue().equals(MORE)) {
            for (int skipped = 0; skipped <= actual.size(); skipped++) {
                Variables attempt = variables.copy();
                if (sameArray(rest, actual.subList(skipped, actual.size()), attempt)) {
                    variables.learnFrom(attempt);
                    return true;
                }
            }
            return false;
        }
        return !actual.isEmpty()
                && same(first, actual.get(0), variables)
                && sameArray(rest, actual.subList(1, actual.size()), variables);
    }

    /** As many elements, each once; {@link #MORE} is the last of those expected. */
    private static boolean sameSet(List<JsonNode> expected, List<JsonNode> actual, Variables variables) {
        if (expected.isEmpty()) {
            return actual.isEmpty();
        }
        JsonNode first = expected.get(0);
        if (first.isTextual() && first.textValue().equals(MORE)) {
            return true;
        }
        for (int i = 0; i < actual.size(); i++) {
            Variables attempt = variables.copy();
            List<JsonNode> others = new ArrayList<>(actual);
            if (same(first, others.remove(i), attempt)
                    && sameSet(expected.subList(1, expected.size()), others, attempt)) {
                variables.learnFrom(attempt);
                return true;
            }
        }
        return false;
    }

    private static List<JsonNode> elements(JsonNode array) {
        List<JsonNode> elements = new ArrayList<>();
        array.forEach(elements::add);
        return elements;
    }

    /** The lines between the first and the blank one. */
    private static List<String> head(List<String> lines) {
        int blank = lines.indexOf("");
        return lines.subList(1, blank < 0 ? lines.size() : blank);
    }

    /** The lines behind the blank one; empty if there is no blank one. */
    private static Optional<String> body(List<String> lines) {
        int blank = lines.indexOf("");
        return blank < 0 ? Optional.empty() : Optional.of(String.join("\n", lines.subList(blank + 1, lines.size())));
    }

    private static boolean has(List<String> headers, String name) {
        return headers.stream().anyMatch(header -> header.split(":", 2)[0].equalsIgnoreCase(name));
    }

    /** Writes a line in which {@code \xNN} is a byte. */
    private static void writeHeader(ByteArrayOutputStream bytes, String header) {
        String[] parts = header.split("\\\\x(?=[0-9A-Fa-f]{2})", -1);
        write(bytes, parts[0]);
        Stream.of(parts).skip(1).forEach(part -> {
            bytes.write(Integer.parseInt(part.substring(0, 2), 16));
            write(bytes, part.substring(2));
        });
        write(bytes, "\r\n");
    }

    private static void write(ByteArrayOutputStream bytes, String text) {
        bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}

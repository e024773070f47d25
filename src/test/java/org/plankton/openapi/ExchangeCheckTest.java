package org.plankton.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import org.junit.jupiter.api.Test;

/** What is not described is found: a conversation can fail for that. */
class ExchangeCheckTest {
    private static final OpenApi DOCUMENT = OpenApi.of("""
            openapi: 3.1.0
            info: {title: Things, version: '1'}
            tags:
              - name: things
                x-mounts: [/a, /b]
                x-unknown-path: {x-status: 404, description: none}
                x-unknown-method: {x-status: 405, description: none}
                x-options: {x-status: 200, description: none}
                x-every-answer:
                  X-Plankton-Ignored: {schema: {type: string}}
              - name: strict
                x-mounts: [/strict]
                x-undescribed-parameters: refused
            x-every-request:
              - {name: X-Request-Id, in: header, schema: {type: string}}
            x-not-looked-at: [Accept]
            x-refused-by-the-container: {x-paths: '%00', x-statuses: [400, 501]}
            x-every-answer:
              X-Request-Id: {required: true, schema: {type: string}}
            paths:
              /a/things:
                get:
                  tags: [things]
                  operationId: list
                  parameters:
                    - {name: limit, in: query, schema: {type: integer, minimum: 0}}
                    - name: properties
                      in: query
                      schema: {type: object, patternProperties: {'^property-': {type: string}}}
                    - {name: If-None-Match, in: header, schema: {type: string}}
                  responses:
                    '200':
                      description: things
                      content:
                        application/json:
                          schema: {$ref: '#/components/schemas/Things'}
                    '400': {description: no}
                post:
                  tags: [things]
                  operationId: make
                  requestBody:
                    required: true
                    content:
                      application/json:
                        schema: {type: object, required: [name], properties: {name: {type: string}}}
                  responses:
                    '204':
                      description: made
                      headers:
                        x-thing-*: {x-name-pattern: ^x-thing-.+$, schema: {type: string, pattern: '^[a-z]+$'}}
                    '400': {description: no}
              /a/things/{thing}:
                head:
                  tags: [things]
                  operationId: find
                  security: []
                  responses:
                    '200': {description: the thing}
              /strict:
                get:
                  tags: [strict]
                  operationId: ask
                  security: [{}, {token: []}]
                  parameters:
                    - {name: kind, in: query, explode: false, schema: {type: array, items: {enum: [a, b]}}}
                  responses:
                    '204': {description: yes}
                    '400': {description: no}
            components:
              securitySchemes:
                token: {type: apiKey, in: header, name: X-Auth-Token}
              schemas:
                Things:
                  type: object
                  properties: {things: {type: array, items: {type: string}}}
            """);

    private final ExchangeCheck check = new ExchangeCheck(DOCUMENT);

    private static final String THINGS = "{\"things\": [\"a\"]}";

    private final List<Entry<String, String>> sent = new ArrayList<>(List.of(Map.entry("X-Auth-Token", "t")));
    private final List<Entry<String, String>> told = new ArrayList<>(List.of(Map.entry("X-Request-Id", "r")));

    private List<String> undescribed(String method, String target, String body, int status, String answer) {
        if (answer.startsWith("{")) {
            told.add(Map.entry("Content-Type", "application/json;charset=utf-8"));
        }
        return check.undescribed(new Question(method, target, sent, body), new Reply(status, told, answer));
    }

    @Test
    void whatIsDescribedIsNotFound() {
        assertThat(undescribed("GET", "/b/things/?limit=3&property-x=y", "", 200, THINGS))
                .isEmpty();
    }

    @Test
    void anotherPath() {
        assertThat(undescribed("GET", "/a/nothing", "", 404, "")).isEmpty();
        assertThat(undescribed("GET", "/a/nothing", "", 400, ""))
                .containsExactly("things to GET /a/nothing is not described to answer 400");
    }

    @Test
    void anotherMethod() {
        assertThat(undescribed("DELETE", "/a/things", "", 405, "")).isEmpty();
        assertThat(undescribed("OPTIONS", "/a/things", "", 200, "")).isEmpty();
        assertThat(undescribed("DELETE", "/a/things", "", 204, "")).hasSize(1);
    }

    @Test
    void anotherStatus() {
        assertThat(undescribed("GET", "/a/things", "", 304, "")).containsExactly("GET /a/things has no 304");
    }

    @Test
    void whatTheContainerRefusesInItsOwnWayIsNotLookedAt() {
        assertThat(undescribed("HEAD", "/a/things/%00", "", 400, "")).isEmpty();
        told.clear();
        assertThat(undescribed("GET", "/a/things", "", 501, "")).isEmpty();
        assertThat(undescribed("GET", "/a/things", "", 500, "")).hasSize(1);
        assertThat(undescribed("GET", "/a/things", "", 501, "a page of the container's"))
                .hasSize(1);
    }

    @Test
    void anotherParameter() {
        assertThat(undescribed("GET", "/a/things?limits=3", "", 200, THINGS))
                .containsExactly("GET /a/things takes a parameter limits");
        assertThat(undescribed("GET", "/a/things?limit=few", "", 200, THINGS)).hasSize(1);
        assertThat(undescribed("GET", "/a/things?limit=few", "", 400, "")).isEmpty();
        told.add(Map.entry("X-Plankton-Ignored", "limits"));
        assertThat(undescribed("GET", "/a/things?limits=3", "", 200, THINGS)).isEmpty();
        assertThat(undescribed("GET", "/a/things?limits=3&limit_to=3", "", 200, THINGS))
                .containsExactly("GET /a/things takes a parameter limit_to");
    }

    @Test
    void whatIsIgnored() {
        told.add(Map.entry("X-Plankton-Ignored", "x-image-meta-size, %C3%A4, bbbb%C3..., limit"));
        sent.add(Map.entry("X-Image-Meta_Size", "1"));
        assertThat(undescribed("GET", "/a/things?ä&bbbbäb", "", 200, THINGS)).isEmpty();
        assertThat(undescribed("GET", "/a/things?limit=3", "", 200, THINGS))
                .containsExactly("GET /a/things ignores limit");
        sent.add(Map.entry("X-Image-Meta-Name", "a"));
        assertThat(undescribed("GET", "/a/things", "", 200, THINGS))
                .containsExactly("GET /a/things takes a header X-Image-Meta-Name");
    }

    /** Of more than ten not all have room. */
    @Test
    void whatIsIgnoredBesideOthers() {
        told.add(Map.entry("X-Plankton-Ignored", "a, b, c, d, e, f, g, h, i, j, ..."));
        assertThat(undescribed("GET", "/a/things?k=1", "", 200, THINGS)).isEmpty();
    }

    @Test
    void anotherParameterWhereItIsRefused() {
        assertThat(undescribed("GET", "/strict?kinds=a", "", 400, "")).isEmpty();
        assertThat(undescribed("GET", "/strict?kinds=a", "", 204, ""))
                .containsExactly("GET /strict takes a parameter kinds");
    }

    @Test
    void aParameterWithCommas() {
        assertThat(undescribed("GET", "/strict?kind=a,b&kind=a", "", 204, "")).isEmpty();
        assertThat(undescribed("GET", "/strict?kind=a,c", "", 204, "")).hasSize(1);
        assertThat(undescribed("GET", "/strict?kind=", "", 204, "")).hasSize(1);
    }

    @Test
    void anotherHeaderOfTheRequest() {
        sent.add(Map.entry("accept", "*/*"));
        sent.add(Map.entry("If-None-Match", "\"a\""));
        assertThat(undescribed("GET", "/a/things", "", 200, THINGS)).isEmpty();
        sent.add(Map.entry("If-Match", "\"a\""));
        assertThat(undescribed("GET", "/a/things", "", 200, THINGS))
                .containsExactly("GET /a/things takes a header If-Match");
    }

    @Test
    void aTokenThatIsMissing() {
        sent.clear();
        assertThat(undescribed("GET", "/a/things", "", 200, THINGS))
                .containsExactly("GET /a/things does without a token");
        assertThat(undescribed("HEAD", "/a/things/1", "", 200, "")).isEmpty();
        assertThat(undescribed("GET", "/strict", "", 204, "")).isEmpty();
    }

    @Test
    void anotherBodyOfTheRequest() {
        sent.add(Map.entry("Content-Type", "application/json"));
        assertThat(undescribed("POST", "/a/things", "{\"name\": \"a\"}", 204, ""))
                .isEmpty();
        assertThat(undescribed("POST", "/a/things", "{\"name\": 1}", 204, "")).hasSize(1);
        assertThat(undescribed("POST", "/a/things", "{\"name\": \"a\", \"b\": 1}", 204, ""))
                .hasSize(1);
        assertThat(undescribed("POST", "/a/things", "", 204, "")).hasSize(1);
        assertThat(undescribed("POST", "/a/things", "{\"name\": 1}", 400, "")).isEmpty();
        assertThat(undescribed("GET", "/a/things", "{}", 200, THINGS)).hasSize(1);
    }

    @Test
    void anotherBodyOfTheAnswer() {
        assertThat(undescribed("GET", "/a/things", "", 200, "{\"things\": [1]}"))
                .hasSize(1);
        assertThat(undescribed("GET", "/a/things", "", 200, "{\"things\": [], \"more\": 1}"))
                .hasSize(1);
        assertThat(undescribed("GET", "/a/things", "", 400, THINGS)).hasSize(1);
        assertThat(undescribed("HEAD", "/a/things/1", "", 200, "x")).hasSize(1);
    }

    @Test
    void anotherTypeOfTheAnswer() {
        told.add(Map.entry("Content-Type", "text/plain"));
        assertThat(undescribed("GET", "/a/things", "", 200, "things")).hasSize(1);
    }

    @Test
    void anotherHeaderOfTheAnswer() {
        sent.add(Map.entry("Content-Type", "application/json"));
        told.add(Map.entry("X-Thing-A", "a"));
        assertThat(undescribed("POST", "/a/things", "{\"name\": \"a\"}", 204, ""))
                .isEmpty();
        told.add(Map.entry("X-Thing-B", "1"));
        assertThat(undescribed("POST", "/a/things", "{\"name\": \"a\"}", 204, ""))
                .hasSize(1);
        told.add(Map.entry("X-Other", "1"));
        assertThat(undescribed("POST", "/a/things", "{\"name\": \"a\"}", 204, ""))
                .hasSize(2);
    }

    @Test
    void aHeaderOfTheAnswerThatIsMissing() {
        told.clear();
        assertThat(undescribed("GET", "/a/things", "", 200, THINGS))
                .containsExactly("GET /a/things 200 has no header X-Request-Id");
    }

    /** The other direction. */
    @Test
    void whatNoExchangeHasShownIsMissing() {
        Coverage coverage = new Coverage(DOCUMENT);
        coverage.add(
                new Question("GET", "/b/things?limit=1", sent, ""),
                new Reply(200, List.of(Map.entry("X-Request-Id", "r")), ""));

        assertThat(coverage.missing())
                .contains(
                        "GET /a/things 400",
                        "GET /a/things takes properties",
                        "GET /a/things takes If-None-Match",
                        "POST /a/things",
                        "POST /a/things takes a body of application/json",
                        "POST /a/things 204 answers with x-thing-*",
                        "things x-unknown-path",
                        "things is mounted at /a",
                        "every request X-Request-Id",
                        "an answer has /components/schemas/Things/properties/things")
                .doesNotContain(
                        "GET /a/things",
                        "GET /a/things 200",
                        "GET /a/things takes limit",
                        "things is mounted at /b",
                        "things answers with X-Request-Id");
        assertThat(coverage.shownAllTheSame()).isEmpty();
    }

    @Test
    void whatIsIgnoredIsNotShown() {
        Coverage coverage = new Coverage(DOCUMENT);
        coverage.add(
                new Question("GET", "/a/things?limit=1", sent, ""),
                new Reply(200, List.of(Map.entry("X-Plankton-Ignored", "limit")), ""));

        assertThat(coverage.missing()).contains("GET /a/things takes limit");
    }

    private static final OpenApi SHAPES = OpenApi.of("""
            openapi: 3.1.0
            info: {title: Shapes, version: '1'}
            tags: [{name: shapes, x-mounts: [/shapes]}]
            paths:
              /shapes:
                get:
                  tags: [shapes]
                  operationId: list
                  x-no-conversation: {'503': why}
                  responses:
                    '200':
                      description: shapes
                      headers:
                        ETag: {schema: {type: string}}
                        Link: {x-no-conversation: why, schema: {type: string}}
                        Allow: {required: true, schema: {type: string}}
                      content:
                        application/json:
                          schema: {type: array, items: {$ref: '#/components/schemas/Shape'}}
                    '503': {description: no}
              /shape:
                get:
                  tags: [shapes]
                  operationId: find
                  responses:
                    '200':
                      description: the shape
                      content:
                        application/json:
                          schema: {$ref: '#/components/schemas/Shape'}
                        application/xml: {}
            components:
              schemas:
                Shape:
                  type: object
                  required: [name, place]
                  properties:
                    name: {type: string}
                    colour: {anyOf: [{enum: [red, blue, green], x-no-conversation: {green: why}}, {type: 'null'}]}
                    place: {type: object, required: [x], properties: {x: {type: integer}, y: {type: integer}}}
                    age: {type: integer, x-no-conversation: why}
            """);

    private static final String FIELD = "an answer has /components/schemas/Shape/properties/";

    private static Coverage shown(String path, String answer, String... headers) {
        Coverage coverage = new Coverage(SHAPES);
        List<Entry<String, String>> told = new ArrayList<>();
        for (String header : headers) {
            told.add(Map.entry(header, "x"));
        }
        coverage.add(new Question("GET", path, List.of(), ""), new Reply(200, told, answer));
        return coverage;
    }

    @Test
    void whatIsRequiredIsShownByWhateverIsAnswered() {
        assertThat(shown("/shapes", "[{\"...\": \"\"}]").missing())
                .contains(
                        FIELD + "colour",
                        FIELD + "colour/anyOf/0 red",
                        FIELD + "place/properties/y",
                        "GET /shapes 200 answers with ETag",
                        "GET /shape 200 has a body of application/xml")
                .doesNotContain(
                        FIELD + "name",
                        FIELD + "place",
                        FIELD + "place/properties/x",
                        FIELD + "age",
                        FIELD + "colour/anyOf/0 green",
                        "GET /shapes 503",
                        "GET /shapes 200 answers with Allow",
                        "GET /shapes 200 answers with Link",
                        "GET /shapes 200 has a body of application/json");
        assertThat(shown("/shapes", "[\"...\"]").missing()).contains(FIELD + "name");
    }

    @Test
    void fieldsWordsAndHeadersAreShownByThoseThatAreExpected() {
        assertThat(shown("/shapes", "[\"...\", {\"colour\": \"red\", \"place\": {\"y\": 1}, \"...\": 1}]", "etag")
                        .missing())
                .contains(FIELD + "colour/anyOf/0 blue")
                .doesNotContain(
                        FIELD + "colour",
                        FIELD + "colour/anyOf/0 red",
                        FIELD + "place/properties/y",
                        "GET /shapes 200 answers with ETag");
    }

    @Test
    void whatIsSaidToHaveNoConversationIsFoundToHaveOne() {
        assertThat(shown("/shapes", "[{\"colour\": \"green\", \"age\": 1, \"...\": 1}]", "Link")
                        .shownAllTheSame())
                .containsExactlyInAnyOrder(
                        FIELD + "colour/anyOf/0 green", FIELD + "age", "GET /shapes 200 answers with Link");
    }
}

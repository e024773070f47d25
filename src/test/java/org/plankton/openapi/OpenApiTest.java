package org.plankton.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.plankton.api.catalogue.CatalogueDialect;
import org.plankton.api.glance.v1.GlanceDialect;
import org.plankton.api.glance.v2.ImagesDialect;
import org.plankton.api.plankton.PlanktonDialect;

/** The document is one of OpenAPI 3.1, and says what it says in one place. */
class OpenApiTest {
    private static final String OAS = "https://spec.openapis.org/oas/3.1/";
    private static final OpenApi DOCUMENT = OpenApi.ours();

    /** OpenAPI's own schemas, by their address, as a library brings them along. */
    private static final Map<String, String> SCHEMAS =
            schemas("schema-base/2025-09-15", "schema/2025-09-15", "dialect/2024-11-10", "meta/2024-11-10");

    private static Map<String, String> schemas(String... names) {
        Map<String, String> schemas = new HashMap<>();
        for (String name : names) {
            try (InputStream schema = OpenApiTest.class.getResourceAsStream("/openapi/3.1/" + name)) {
                schemas.put(
                        OAS + name,
                        new String(Objects.requireNonNull(schema, name).readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return schemas;
    }

    private static List<String> faults(JsonNode document) {
        return SchemaRegistry.withDefaultDialect(
                        SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(SCHEMAS))
                .getSchema(SchemaLocation.of(OAS + "schema-base/2025-09-15"))
                .validate(document)
                .stream()
                .map(Error::toString)
                .toList();
    }

    @Test
    void isWhatOpenApiSaysThatADocumentIs() {
        assertThat(faults(DOCUMENT.root().node())).isEmpty();
    }

    @Test
    void anotherDocumentWouldNotBe() {
        String valid = "{openapi: 3.1.0, info: {title: a, version: b}, paths: {/a: {get: {responses: {'200': "
                + "{description: c, content: {application/json: {schema: {type: string}}}}}}}}}";

        assertThat(faults(OpenApi.of(valid).root().node())).isEmpty();
        for (String other : List.of(
                valid.replace("3.1.0", "3.0.3"),
                valid.replace("description: c, ", ""),
                valid.replace("get:", "gets:"),
                valid.replace("type: string", "type: text"),
                valid.replace("'200'", "'20'"))) {
            assertThat(faults(OpenApi.of(other).root().node())).as(other).isNotEmpty();
        }
    }

    @Test
    void everyReferenceLeadsSomewhereAndEveryComponentIsReferredTo() {
        Set<String> referred = new TreeSet<>();
        eachNode(
                DOCUMENT.root(),
                part -> part.text("$ref").ifPresent(reference -> {
                    assertThat(DOCUMENT.follow(part).exists()).as(reference).isTrue();
                    referred.add(reference);
                }));
        List<String> components = new ArrayList<>();
        Part all = DOCUMENT.root().at("components");
        all.keys().stream()
                .filter(kind -> !kind.equals("securitySchemes"))
                .forEach(kind ->
                        all.at(kind).keys().forEach(name -> components.add("#/components/" + kind + "/" + name)));

        assertThat(components).isNotEmpty().allMatch(referred::contains);
    }

    @Test
    void everyOperationHasANameOfItsOwnAndOneTagThatThereIs() {
        assertThat(DOCUMENT.operations())
                .isNotEmpty()
                .allSatisfy(operation -> assertThat(operation.part().at("tags").elements())
                        .as(operation.name())
                        .hasSize(1))
                .allSatisfy(operation -> assertThat(operation.dialect().name()).isNotBlank())
                .allSatisfy(operation -> assertThat(operation.part().text("summary"))
                        .as(operation.name())
                        .isPresent());
        assertThat(DOCUMENT.operations().stream().map(Operation::id)).doesNotHaveDuplicates();
        assertThat(DOCUMENT.dialects())
                .allSatisfy(dialect -> assertThat(DOCUMENT.operations())
                        .as(dialect.name())
                        .anyMatch(operation -> operation.dialect().equals(dialect)));
    }

    @Test
    void everyOperationIsBelowAMountOfItsDialect() {
        assertThat(DOCUMENT.operations())
                .filteredOn(operation -> !operation.dialect().mounts().isEmpty())
                .allSatisfy(operation -> assertThat(operation.path())
                        .startsWith(operation.dialect().mounts().get(0)));
    }

    @Test
    void everyTemplateHasItsParametersAndNoOthers() {
        Pattern template = Pattern.compile("\\{([^}]+)}");
        assertThat(DOCUMENT.operations())
                .allSatisfy(operation -> assertThat(
                                operation.parameters("path").stream().map(Parameter::name))
                        .as(operation.name())
                        .containsExactlyInAnyOrderElementsOf(template.matcher(operation.path())
                                .results()
                                .map(found -> found.group(1))
                                .toList()))
                .allSatisfy(
                        operation -> assertThat(operation.parameters("path")).allMatch(Parameter::isRequired))
                .allSatisfy(operation -> assertThat(operation.parameters().stream()
                                .map(parameter -> parameter.in() + " " + parameter.name()))
                        .as(operation.name())
                        .doesNotHaveDuplicates());
    }

    /** Whatever happens to a request, there is something that tells of it. */
    @Test
    void everyOperationTellsOfFaultsOfTheMomentAndOfTokens() {
        assertThat(DOCUMENT.operations())
                .allSatisfy(operation -> assertThat(
                                operation.part().at("responses").at("default").text("$ref"))
                        .as(operation.name())
                        .contains("#/components/responses/OfTheMoment"))
                .allSatisfy(operation -> assertThat(operation.statuses().contains("401") || operation.isForAnybody())
                        .as(operation.name())
                        .isTrue())
                .filteredOn(operation -> operation.part().at("security").node().isEmpty())
                .filteredOn(operation -> operation.part().at("security").exists())
                .allSatisfy(operation ->
                        assertThat(operation.statuses()).as(operation.name()).doesNotContain("401"));
    }

    @Test
    void everyExampleIsOne() {
        Shapes shapes = new Shapes(DOCUMENT);
        Set<String> held = new HashSet<>();
        eachNode(DOCUMENT.root(), part -> {
            Part example = part.at("example");
            if (example.exists() && part.at("schema").exists()) {
                held.add(part.pointer());
                assertThat(shapes.problems(part.at("schema"), example.node()))
                        .as(part.pointer())
                        .isEmpty();
            }
        });
        assertThat(held).hasSizeGreaterThan(10);
    }

    /** What a client is told not to be answered for reasons that it cannot know is told why. */
    @Test
    void whatHasNoConversationIsAStatusOfItsOperation() {
        assertThat(DOCUMENT.operations())
                .allSatisfy(operation -> assertThat(operation.statuses())
                        .as(operation.name())
                        .containsAll(operation.part().at("x-no-conversation").keys()));
    }

    @Test
    void aWordThatHasNoConversationIsOneOfItsEnum() {
        Set<String> held = new HashSet<>();
        eachNode(DOCUMENT.root(), part -> {
            if (part.at("enum").exists() && part.at("x-no-conversation").exists()) {
                held.add(part.pointer());
                assertThat(part.at("enum").elements().stream()
                                .map(word -> word.node().textValue()))
                        .as(part.pointer())
                        .containsAll(part.at("x-no-conversation").keys());
            }
        });
        assertThat(held).isNotEmpty();
    }

    /** Else nobody could read it but this project's tests. */
    @Test
    void everyWordThatIsNotOpenApisIsExplained() {
        Set<String> said = new TreeSet<>();
        eachNode(
                DOCUMENT.root(),
                part -> part.keys().stream()
                        .filter(key -> key.startsWith("x-") && !part.pointer().matches(".*/(headers|properties)"))
                        .forEach(said::add));

        assertThat(DOCUMENT.root().at("x-words").keys()).containsExactlyInAnyOrderElementsOf(said);
    }

    @Test
    void everyStatusOfTheMomentHasItsFault() {
        Part components = DOCUMENT.root().at("components");
        List<Integer> statuses = components.at("responses").at("OfTheMoment").at("x-statuses").elements().stream()
                .map(status -> status.node().intValue())
                .toList();

        assertThat(components.at("schemas").at("AnyFault").at("anyOf").elements())
                .map(DOCUMENT::follow)
                .map(fault -> fault.at("properties"))
                .map(kinds -> kinds.at(kinds.keys().get(0)).at("properties").at("code"))
                .map(code -> code.node().path("const").intValue())
                .containsExactlyElementsOf(statuses);
    }

    @Test
    void everyDialectIsMountedWhereItIsSaidToBe() {
        Map<String, Set<String>> mappings = Stream.of(
                        PlanktonDialect.guide("versions"),
                        PlanktonDialect.synnefo(),
                        new GlanceDialect(),
                        new ImagesDialect(null),
                        new CatalogueDialect(null))
                .collect(Collectors.toMap(dialect -> dialect.name(), dialect -> dialect.mappings()));

        assertThat(DOCUMENT.dialects())
                .filteredOn(dialect -> !dialect.mounts().isEmpty())
                .allSatisfy(dialect -> assertThat(dialect.mounts().stream().map(mount -> mount + "/*"))
                        .as(dialect.name())
                        .containsExactlyInAnyOrderElementsOf(mappings.get(dialect.name())))
                .hasSameSizeAs(mappings.keySet());
    }

    private static void eachNode(Part part, Consumer<Part> reader) {
        reader.accept(part);
        part.keys().forEach(key -> eachNode(part.at(key), reader));
        part.elements().stream().filter(element -> part.node().isArray()).forEach(element -> eachNode(element, reader));
    }
}

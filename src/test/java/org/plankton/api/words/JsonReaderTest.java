package org.plankton.api.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.plankton.registry.image.Fault;

class JsonReaderTest {
    private record Shelf(
            @JsonProperty(value = "books", required = true) List<Book> books) {}

    private record Book(
            @JsonProperty(value = "title", required = true) String title,

            @JsonProperty("note") @JsonSetter(nulls = Nulls.SET)
            JsonNode note) {}

    private static Optional<Shelf> read(String body) throws IOException {
        return JsonReader.read(
                new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)),
                Shelf.class,
                path -> "wrong at /" + path);
    }

    @Test
    void nothingIsNoBody() throws IOException {
        assertThat(read("")).isEmpty();
    }

    @Test
    void whatTheRecordHasNoComponentForIsNotLookedAt() throws IOException {
        assertThat(read("{\"books\": [{\"title\": \"\", \"pages\": [1]}], \"wood\": {\"kind\": null}}"))
                .hasValue(new Shelf(List.of(new Book("", null))));
    }

    @Test
    void nullIsAValueOnlyWhereTheRecordSaysSo() throws IOException {
        assertThat(read("{\"books\": [{\"title\": \"a\", \"note\": null}]}")
                        .orElseThrow()
                        .books())
                .singleElement()
                .matches(book -> book.note().isNull());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{};                                                books",
                "{\"books\": null};                                 books",
                "{\"books\": {}};                                   books",
                "{\"books\": \"\"};                                 books",
                "{\"books\": [null]};                               books/*",
                "{\"books\": [\"\"]};                               books/*",
                "{\"books\": [[]]};                                 books/*",
                "{\"books\": [{}]};                                 books/*/title",
                "{\"books\": [{\"title\": \"a\"}, {\"title\": 1}]}; books/*/title",
                "{\"books\": [{\"title\": 1.5}]};                   books/*/title",
                "{\"books\": [{\"title\": true}]};                  books/*/title",
                "{\"books\": [{\"title\": null}]};                  books/*/title",
                "{\"books\": [{\"title\": [\"a\"]}]};               books/*/title",
            })
    void whatIsOfAnotherTypeIsRefused(String body, String path) {
        assertRefused(body, path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " ",
                "null",
                "[]",
                "\"\"",
                "{\"books\": []",
                "{\"books\": []} {}",
                "{\"books\": [], \"books\": []}",
                "{\"books\": [{\"title\": \"a\", \"title\": \"a\"}]}",
                "{\"books\": [], \"wood\": {\"kind\": 1, \"kind\": 1}}",
                "{\"books\": [], \"wood\": [[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]}",
                "{\"books\": [{\"title\": \"a\", }]}",
                "{'books': []}"
            })
    void whatIsNoJsonOrNotTheLikeIsRefusedAsAWhole(String body) {
        assertThatThrownBy(() -> read(body))
                .isInstanceOf(Fault.class)
                .hasMessageMatching("wrong at /(; what is at line 1, column [0-9]+ is no JSON, or a name for the second"
                        + " time)?")
                .extracting(fault -> ((Fault) fault).kind())
                .isEqualTo(Fault.Kind.BAD_REQUEST);
    }

    @Test
    void whereItIsNoJsonIsTold() {
        assertThatThrownBy(() -> read("{\"books\": [],\n\"books\": []}"))
                .hasMessage("wrong at /; what is at line 2, column 8 is no JSON, or a name for the second time");
    }

    private static void assertRefused(String body, String path) {
        assertThatThrownBy(() -> read(body))
                .isInstanceOf(Fault.class)
                .hasMessage("wrong at /" + path)
                .extracting(fault -> ((Fault) fault).kind())
                .isEqualTo(Fault.Kind.BAD_REQUEST);
    }

    @Test
    void whatIsTooLongIsNotRead() {
        assertThatThrownBy(() -> read(" ".repeat((128 << 10) + 1)))
                .isInstanceOf(Fault.class)
                .extracting(fault -> ((Fault) fault).kind())
                .isEqualTo(Fault.Kind.OVER_LIMIT);
    }
}

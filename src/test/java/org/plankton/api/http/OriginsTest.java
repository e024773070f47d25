package org.plankton.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginsTest {
    @ParameterizedTest
    @CsvSource({
        "https://horizon.example.org, https://horizon.example.org",
        "https://Horizon.Example.org, https://horizon.example.org",
        "https://horizon.example.org, HTTPS://HORIZON.example.org",
        "https://h:8443, https://h:8443",
        "http://h:443, http://h:443",
        "https://h:80, https://h:80",
        "http://127.0.0.1:5173, http://127.0.0.1:5173",
        "http://[::1]:8080, http://[::1]:8080",
        "https://xn--bcher-kva.example.org, https://xn--bcher-kva.example.org",
        "'https://a.example.org,https://b.example.org', https://b.example.org",
        "' https://a.example.org \t ,, https://b.example.org,', https://a.example.org",
        "*, https://whoever.example.org",
        "' * ', null",
    })
    void contain(String set, String sent) {
        assertThat(Origins.of(set).contain(sent)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "http://horizon.example.org",
        "https://horizon.example.org:8443",
        "https://horizon.example.org/",
        "https://horizon.example.org.evil.example.org",
        "https://evil-horizon.example.org",
        "https://horizon-example.org",
        "https://example.org",
        "https://a.horizon.example.org",
        "'https://horizon.example.org, https://other.example.org'",
        "'https://horizon.example.org '",
        "null",
        "*",
        "''",
    })
    void containNoOther(String sent) {
        assertThat(Origins.of("https://horizon.example.org https://other.example.org")
                        .contain(sent))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "horizon.example.org",
                "//horizon.example.org",
                "https://",
                "https://horizon.example.org/",
                "https://horizon.example.org/project",
                "https://horizon.example.org?",
                "https://horizon.example.org#",
                "https://user@horizon.example.org",
                "https://*.example.org",
                "https://horizon.example.org.",
                "https://horizon..example.org",
                "https://b\u00fccher.example.org",
                "https://h:",
                "https://h:0",
                "https://h:08443",
                "https://h:65536",
                "https://h:99999",
                "https://h:443",
                "http://h:80",
                "https://[::1",
                "https://[12]",
                "ftp://horizon.example.org",
                "file://",
                "* *",
                "* https://horizon.example.org",
                "https://a.example.org;https://b.example.org",
                ",",
            })
    void areNothingElse(String set) {
        assertThatThrownBy(() -> Origins.of(set))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("must be origins", "https://horizon.example.org:8443", "* alone");
    }

    @Test
    void areNoneOfThemselves() {
        assertThat(Origins.NONE.areNone()).isTrue();
        assertThat(Origins.NONE.contain("https://horizon.example.org")).isFalse();
        assertThat(Origins.of("*").areNone()).isFalse();
        assertThat(Origins.of("http://h").areNone()).isFalse();
    }
}

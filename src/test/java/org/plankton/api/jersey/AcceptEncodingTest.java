package org.plankton.api.jersey;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptEncodingTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "gzip",
                "GZip",
                "x-gzip",
                "gzip, deflate, br",
                "br;q=1.0, gzip;q=0.8",
                "gzip ; Q = 0.001",
                "*",
                "*;q=0.1",
                "identity;q=0.5, gzip;q=0.5",
                "identity;q=0, *",
                "gzip;q=0.2, identity;q=0",
                "nonsense;;=,, gzip"
            })
    void asksForGzip(String header) {
        assertThat(AcceptEncoding.asksForGzip(header)).isTrue();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                " ",
                ",;,",
                "identity",
                "br",
                "gzip;q=0",
                "gzip;q=0.000",
                "gzip;q=0, *",
                "*;q=0",
                "gzip;q=0.5, identity",
                "identity, *;q=0.5",
                "gzip;q=high",
                "gzip;q=",
                "gzipped"
            })
    void doesNotAskForGzip(String header) {
        assertThat(AcceptEncoding.asksForGzip(header)).isFalse();
    }
}

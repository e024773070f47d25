package org.plankton.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where answers have their bounds. How browsers and clients see them: {@code org.plankton.CorsTest}. */
class CorsFilterTest {
    private static final String LISTED = "https://horizon.example.org";
    private static final Origins ORIGINS = Origins.of(LISTED);

    private final Map<String, String> answer = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    /** Of headers that are sent several times the values have a line break between them. */
    private static HttpServletRequest request(String method, String... headers) {
        HttpServletRequest request = mock(HttpServletRequest.class);
        when(request.getMethod()).thenReturn(method);
        when(request.getDispatcherType()).thenReturn(DispatcherType.REQUEST);
        when(request.getHeaders(anyString())).thenReturn(Collections.emptyEnumeration());
        for (int i = 0; i < headers.length; i += 2) {
            List<String> values = Arrays.asList(headers[i + 1].split("\n"));
            when(request.getHeader(headers[i])).thenReturn(values.get(0));
            when(request.getHeaders(headers[i])).thenReturn(Collections.enumeration(values));
        }
        return request;
    }

    private static HttpServletRequest preflight(String headers) {
        return request(
                "OPTIONS",
                "Origin",
                LISTED,
                "Access-Control-Request-Method",
                "PUT",
                "Access-Control-Request-Headers",
                headers);
    }

    /** The headers of the answer are {@link #answer}; whether the request was passed on is returned. */
    private boolean isPassedOn(Origins origins, HttpServletRequest request, FilterChain chain) throws Exception {
        HttpServletResponse response = mock(HttpServletResponse.class);
        doAnswer(call -> answer.put(call.getArgument(0), call.getArgument(1)))
                .when(response)
                .setHeader(anyString(), anyString());
        doAnswer(call -> answer.merge(call.getArgument(0), call.getArgument(1), (one, other) -> one + "\n" + other))
                .when(response)
                .addHeader(anyString(), anyString());
        boolean[] passed = new boolean[1];
        new CorsFilter(origins).doFilter(request, response, (behind, told) -> {
            passed[0] = true;
            chain.doFilter(behind, told);
        });
        return passed[0];
    }

    private boolean isPassedOn(HttpServletRequest request) throws Exception {
        return isPassedOn(ORIGINS, request, mock(FilterChain.class));
    }

    /** What a page of the origin may read of an answer with that many properties, and Vary set again. */
    private String exposed(String origin, int properties) throws Exception {
        isPassedOn(ORIGINS, request("GET", "Origin", origin), (request, response) -> {
            HttpServletResponse told = (HttpServletResponse) response;
            told.setHeader("Vary", "X-Auth-Token, Accept-Encoding");
            told.setHeader("x-image-meta-id", "1");
            told.addHeader("X-Image-Meta-Disk_format", "raw");
            IntStream.range(0, properties).forEach(i -> told.addHeader("x-image-meta-property-" + i, ""));
            told.addHeader("X-Image-Meta-Id", "1");
        });
        return answer.get("Access-Control-Expose-Headers");
    }

    @ParameterizedTest
    @CsvSource({
        "'x-auth-token,content-type', 'x-auth-token, content-type'",
        "'X-Auth-Token , X-Image-Meta-Disk_format', 'X-Auth-Token, X-Image-Meta-Disk_format'",
        "x-image-meta-property-a.b%c3, x-image-meta-property-a.b%c3",
        "'a,*,b', 'a, b'",
        "'a\nb,c', 'a, b, c'",
        "'a b,c:d,<e>,,é,f', f",
        "'*',",
        "'',",
    })
    void wellFormedNamesOfHeadersAreAllowed(String asked, String allowed) throws Exception {
        assertThat(isPassedOn(preflight(asked))).isFalse();

        assertThat(answer.get("Access-Control-Allow-Headers")).isEqualTo(allowed);
        assertThat(answer).containsEntry("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE");
    }

    @Test
    void asManyNamesOfHeadersAreAllowedAsContainersCanSend() throws Exception {
        assertThat(isPassedOn(preflight("x".repeat(5000) + ",x-auth-token,content-type" + ",x-long".repeat(10_000))))
                .isFalse();

        assertThat(answer.get("Access-Control-Allow-Headers"))
                .startsWith("x-auth-token, content-type, x-long, ")
                .endsWith("x-long")
                .hasSizeBetween(4000, 4096);
    }

    @Test
    void whatAContainerHasRefusedStaysRefused() throws Exception {
        HttpServletRequest request = preflight("x-auth-token");
        when(request.getDispatcherType()).thenReturn(DispatcherType.ERROR);

        assertThat(isPassedOn(request)).isTrue();
        assertThat(answer).containsEntry("Access-Control-Allow-Origin", LISTED);
    }

    @ParameterizedTest
    @CsvSource({"GET, PUT", "OPTIONS,", "POST,"})
    void whatIsNotAskedBeforehandIsPassedOn(String method, String asked) throws Exception {
        assertThat(isPassedOn(
                        asked == null
                                ? request(method, "Origin", LISTED)
                                : request(method, "Origin", LISTED, "Access-Control-Request-Method", asked)))
                .isTrue();
        assertThat(answer)
                .containsEntry("Access-Control-Allow-Origin", LISTED)
                .containsEntry("Access-Control-Allow-Credentials", "true")
                .containsEntry("Vary", "X-Auth-Token, Origin");
    }

    @ParameterizedTest
    @CsvSource({
        "https://other.example.org",
        "null",
        "''",
        "'https://horizon.example.org\nhttps://horizon.example.org'",
        "'https://horizon.example.org https://other.example.org'",
    })
    void othersAreToldNothing(String origin) throws Exception {
        assertThat(isPassedOn(request("OPTIONS", "Origin", origin, "Access-Control-Request-Method", "PUT")))
                .isTrue();

        assertThat(answer).isEqualTo(Map.of("Vary", "X-Auth-Token, Origin"));
    }

    @Test
    void anyOriginIsAllowedWithoutCredentials() throws Exception {
        isPassedOn(Origins.of("*"), request("GET", "Origin", "null"), mock(FilterChain.class));

        assertThat(answer)
                .containsEntry("Access-Control-Allow-Origin", "*")
                .doesNotContainKey("Access-Control-Allow-Credentials");
    }

    @Test
    void whatIsToldOfAnImageCanBeReadEachOnce() throws Exception {
        assertThat(exposed(LISTED, 2))
                .startsWith("ETag, Link, Location, ")
                .endsWith(", x-image-meta-id, x-image-meta-disk_format, x-image-meta-property-0,"
                        + " x-image-meta-property-1");
        assertThat(answer).containsEntry("Vary", "X-Auth-Token, Accept-Encoding, Origin");
    }

    @Test
    void theNamesOfCountlessPropertiesDoNotMakeTheAnswerTooLong() throws Exception {
        assertThat(exposed(LISTED, 10_000))
                .contains("x-image-meta-id", "x-image-meta-property-9,")
                .hasSizeLessThan(1024);
    }

    @Test
    void othersAreToldOfNoImageToo() throws Exception {
        assertThat(exposed("https://other.example.org", 2)).isNull();
        assertThat(answer).containsEntry("Vary", "X-Auth-Token, Accept-Encoding, Origin");
    }
}

package org.plankton.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.ArgumentCaptor;

/**
 * Whose word is taken, and who the client is then. What links become of it: {@code
 * src/test/wire/glance/links-behind-a-proxy.http}.
 */
class ForwardedFilterTest {
    private static final Map<String, String> FORWARDED = Map.of(
            "X-Forwarded-For", "203.0.113.7",
            "X-Forwarded-Proto", "https",
            "X-Forwarded-Host", "cloud.example.org:9292",
            "X-Forwarded-Prefix", "/registry");

    /** A request for {@code http://images.example.org/versions}, as the container gives it. */
    private static HttpServletRequest request(String peer, Map<String, String> headers) {
        HttpServletRequest request = mock(HttpServletRequest.class);
        when(request.getRemoteAddr()).thenReturn(peer);
        when(request.getScheme()).thenReturn("http");
        when(request.getServerName()).thenReturn("images.example.org");
        when(request.getServerPort()).thenReturn(80);
        when(request.getRequestURI()).thenReturn("/versions");
        when(request.getContextPath()).thenReturn("");
        when(request.getRequestURL()).thenReturn(new StringBuffer("http://images.example.org/versions"));
        when(request.getHeaders(anyString())).thenReturn(Collections.emptyEnumeration());
        headers.forEach((name, value) ->
                when(request.getHeaders(name)).thenReturn(Collections.enumeration(List.of(value.split("\n")))));
        return request;
    }

    private static HttpServletRequest behind(String proxies, HttpServletRequest request) throws Exception {
        FilterChain chain = mock(FilterChain.class);

        new ForwardedFilter(Networks.of(proxies)).doFilter(request, mock(HttpServletResponse.class), chain);

        ArgumentCaptor<HttpServletRequest> passed = ArgumentCaptor.forClass(HttpServletRequest.class);
        verify(chain).doFilter(passed.capture(), any());
        return passed.getValue();
    }

    @ParameterizedTest
    @CsvSource({
        "loopback, 127.0.0.1",
        "loopback, 127.9.9.9",
        "loopback, 0:0:0:0:0:0:0:1",
        "loopback, [::1]",
        "'192.0.2.1, 10.0.0.0/8', 10.255.0.1",
        "192.0.2.1 loopback, 192.0.2.1",
        "10.77.1.2/9, 10.127.255.255",
        "2001:db8::/33, 2001:db8:7fff::1%2",
        "0.0.0.0/0, 203.0.113.1",
    })
    void aProxyIsBelieved(String proxies, String peer) throws Exception {
        HttpServletRequest request = behind(proxies, request(peer, FORWARDED));

        assertThat(request.getRemoteAddr()).isEqualTo("203.0.113.7");
        assertThat(request.getRequestURL()).hasToString("https://cloud.example.org:9292/versions");
        assertThat(request.getScheme()).isEqualTo("https");
        assertThat(request.isSecure()).isTrue();
        assertThat(request.getServerName()).isEqualTo("cloud.example.org");
        assertThat(request.getServerPort()).isEqualTo(9292);
    }

    @ParameterizedTest
    @CsvSource({
        "none, 127.0.0.1",
        "loopback, 192.0.2.1",
        "loopback, 128.0.0.1",
        "loopback, ::2",
        "192.0.2.1, 192.0.2.2",
        "10.0.0.0/9, 10.128.0.0",
        "2001:db8::/33, 2001:db8:8000::1",
        "0.0.0.0/0, ::1",
        "loopback, localhost",
        "loopback, ''",
    })
    void nobodyElseIs(String proxies, String peer) throws Exception {
        HttpServletRequest request = behind(proxies, request(peer, FORWARDED));

        assertThat(request.getRemoteAddr()).isEqualTo(peer);
        assertThat(new BaseUrl(Optional.empty()).of(request)).isEqualTo("http://images.example.org");
    }

    /** What a client puts there itself stands before what proxies add. */
    @ParameterizedTest
    @CsvSource({
        "203.0.113.7, 203.0.113.7",
        "'198.51.100.1, 203.0.113.7', 203.0.113.7",
        "'127.0.0.1, 203.0.113.7, 10.0.0.2', 203.0.113.7",
        "'203.0.113.7, 10.0.0.2,10.0.0.3', 203.0.113.7",
        "203.0.113.7:4711, 203.0.113.7",
        "[2001:db8::7]:4711, 2001:db8:0:0:0:0:0:7",
        "2001:db8::7, 2001:db8:0:0:0:0:0:7",
        "10.0.0.2, 10.0.0.2",
        "'203.0.113.7, unknown, 10.0.0.2', 10.0.0.2",
        "unknown, 127.0.0.1",
        "proxy.example.org, 127.0.0.1",
        "999.0.0.1, 127.0.0.1",
        "'', 127.0.0.1",
    })
    void theClientIsTheLastThatIsNoProxy(String askedBy, String client) throws Exception {
        HttpServletRequest request =
                behind("loopback, 10.0.0.0/8", request("127.0.0.1", Map.of("X-Forwarded-For", askedBy)));

        assertThat(request.getRemoteAddr()).isEqualTo(client);
        assertThat(request.getRemoteHost()).isEqualTo(client);
    }

    @Test
    void severalHeadersAreOneList() throws Exception {
        HttpServletRequest request = behind(
                "loopback, 10.0.0.0/8",
                request("127.0.0.1", Map.of("X-Forwarded-For", "198.51.100.1, 203.0.113.7\n10.0.0.2")));

        assertThat(request.getRemoteAddr()).isEqualTo("203.0.113.7");
    }

    @ParameterizedTest
    @CsvSource({"/a, 200", "/a/, 200", "/, 30000", "/a, 30000", "//, 30000", "/a<, 30000"})
    void aPrefixOfAnyLengthIsRead(String part, int count) throws Exception {
        String prefix = part.repeat(count);
        HttpServletRequest request = request("127.0.0.1", Map.of("X-Forwarded-Prefix", prefix));

        behind("loopback", request);

        verify(request).setAttribute(anyString(), eq(prefix.equals("/a".repeat(200)) ? prefix : ""));
    }

    @Test
    void blanksAreNotReadTwice() {
        String askedBy = "a" + " ".repeat(200_000) + "b";

        assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> behind("loopback", request("127.0.0.1", Map.of("X-Forwarded-For", askedBy))));
    }

    /** HTTP/1.0 has no need of one. */
    @Test
    void withoutAHostTheContainersIsTaken() throws Exception {
        HttpServletRequest request = behind("loopback", request("127.0.0.1", Map.of("X-Forwarded-Port", "8080")));

        assertThat(request.getRequestURL()).hasToString("http://images.example.org:8080/versions");
    }

    @Test
    void thePublicAddressCountsBeforeAll() throws Exception {
        HttpServletRequest request = behind("loopback", request("127.0.0.1", FORWARDED));

        assertThat(new BaseUrl(Optional.of("https://images.example.org/x")).of(request))
                .isEqualTo("https://images.example.org/x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"proxy", "10.0.0", "10.0.0.256", "10.0.0.0/", "10.0.0.0/-1", "::/129", "1.2.3.4/8/8", "none, ::1"
            })
    void whatIsNoNetworkIsRefused(String proxies) {
        assertThatThrownBy(() -> Networks.of(proxies))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("must ");
    }
}

package org.plankton.api.http;

import static java.util.Collections.enumeration;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;

class HeaderFilterTest {
    /** The request behind the filter. Headers are as a container gives them: bytes taken for ISO-8859-1. */
    private static HttpServletRequest behind(Map<String, List<String>> headers) throws Exception {
        HttpServletRequest request = mock(HttpServletRequest.class);
        when(request.getHeaderNames()).thenReturn(enumeration(headers.keySet()));
        headers.forEach((name, values) -> {
            when(request.getHeaders(name)).thenReturn(enumeration(values));
            when(request.getHeader(name)).thenReturn(values.get(0));
        });
        FilterChain chain = mock(FilterChain.class);

        new HeaderFilter().doFilter(request, mock(HttpServletResponse.class), chain);

        ArgumentCaptor<HttpServletRequest> passed = ArgumentCaptor.forClass(HttpServletRequest.class);
        verify(chain).doFilter(passed.capture(), any());
        return passed.getValue();
    }

    private static String latin(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    @Test
    void allSpellingsOfAFieldAreOne() throws Exception {
        HttpServletRequest request = behind(Map.of(
                "X-Image-Meta-Disk_format", List.of("a"),
                "x-image-meta-disk-format", List.of("b"),
                "X_IMAGE_META_DISK_FORMAT", List.of("c")));

        assertThat(Collections.list(request.getHeaderNames())).containsExactly("x-image-meta-disk-format");
        assertThat(Collections.list(request.getHeaders("X-Image-Meta-Disk-Format")))
                .containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void soAreThoseOfGlancesOwnHeaders() throws Exception {
        HttpServletRequest request = behind(Map.of(
                "x-glance-api-Copy_from", List.of(latin("ü")),
                "X_Glance_Registry_Purge_Props", List.of("false")));

        assertThat(request.getHeader("x-glance-api-copy-from")).isEqualTo("ü");
        assertThat(request.getHeader("x-glance-registry-purge-props")).isEqualTo("false");
    }

    @Test
    void theMediaTypesAreHiddenButTheContentTypeCanBeAskedFor() throws Exception {
        HttpServletRequest request =
                behind(Map.of("Content-Type", List.of("text/x; charset=nosuch"), "Accept", List.of("text/x")));

        assertThat(Collections.list(request.getHeaderNames())).isEmpty();
        assertThat(request.getHeader("content-type")).isNull();
        assertThat(request.getContentType()).isEqualTo("text/x; charset=nosuch");
    }

    @Test
    void valuesOfMetadataAreUtf8() throws Exception {
        HttpServletRequest request = behind(Map.of(
                "X-Image-Meta-Name", List.of(latin("Δέβιαν 😀")),
                "X-Image-Meta-Owner", List.of("\u00ff")));

        assertThat(request.getHeader("x-image-meta-name")).isEqualTo("Δέβιαν 😀");
        assertThat(request.getHeader("x-image-meta-owner")).isEqualTo("\ufffd");
    }

    @Test
    void otherHeadersStayAsTheyAre() throws Exception {
        HttpServletRequest request =
                behind(Map.of("X-Auth_Token", List.of(latin("ü")), "X-Auth-Token", List.of("t", "u")));

        assertThat(Collections.list(request.getHeaderNames()))
                .containsExactlyInAnyOrder("X-Auth-Token", "X-Auth_Token");
        assertThat(Collections.list(request.getHeaders("x-auth-token"))).containsExactly("t", "u");
        assertThat(request.getHeader("X-Auth_Token")).isEqualTo(latin("ü"));
        assertThat(request.getHeader("X-None")).isNull();
        assertThat(Collections.list(request.getHeaders("X-None"))).isEmpty();
    }
}

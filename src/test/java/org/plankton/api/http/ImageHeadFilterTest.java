package org.plankton.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.plankton.registry.image.Fault;
import org.plankton.registry.ports.Identity;
import org.plankton.registry.request.View;
import org.slf4j.MDC;

/** Which way a HEAD goes, and that it goes one. */
class ImageHeadFilterTest {
    private static final String ID = "7d0a5a3e-3f52-5c8e-9d55-0b6c0c1f2a10";
    private static final String TOKEN = "alice-token";

    private final List<String> asked = new ArrayList<>();
    private final Identity identity = token -> {
        asked.add(token);
        return token.equals(TOKEN) ? Optional.of(new Identity.Authenticated("alice", Instant.MAX)) : Optional.empty();
    };
    private final HeaderDialect dialect = mock(HeaderDialect.class);
    private final HttpServletRequest request = mock(HttpServletRequest.class);
    private final HttpServletResponse response = mock(HttpServletResponse.class);
    private final FilterChain jersey = mock(FilterChain.class);
    private final ImageHeadFilter filter = new ImageHeadFilter(
            new ImageHead(dialect, null),
            new Tokens(identity, View.WHOLE, new Admission(Set.of(), 100, Optional.empty()), "guide"),
            new Refusals(dialect),
            "/v1");

    @BeforeEach
    void answer() throws IOException {
        when(response.getOutputStream()).thenReturn(mock(ServletOutputStream.class));
        when(request.getHeaders(anyString())).thenReturn(Collections.emptyEnumeration());
    }

    @AfterEach
    void forget() {
        MDC.clear();
    }

    private void ask(String method, String sent, String decoded, String... tokens)
            throws IOException, ServletException {
        when(request.getMethod()).thenReturn(method);
        when(request.getContextPath()).thenReturn("/registry");
        when(request.getServletPath()).thenReturn("/v1");
        when(request.getRequestURI()).thenReturn("/registry/v1" + sent);
        when(request.getPathInfo()).thenReturn(decoded);
        when(request.getHeaders(Tokens.HEADER)).thenAnswer(call -> Collections.enumeration(List.of(tokens)));
        filter.doFilter(request, response, jersey);
    }

    @Test
    void aTokenThatIsNobodysIsRefusedHereAndAskedOnce() throws IOException, ServletException {
        when(dialect.status(Fault.Kind.UNAUTHORIZED)).thenReturn(401);
        ask("HEAD", "/images/" + ID, "/images/" + ID, "nobodys");

        verify(response).setStatus(401);
        verify(response).setHeader("WWW-Authenticate", "X-Auth-Token realm=\"images\"");
        verify(jersey, never()).doFilter(any(), any());
        assertThat(asked).containsExactly("nobodys");
    }

    @Test
    void soAreTwoTokensAndNone() throws IOException, ServletException {
        when(dialect.status(Fault.Kind.BAD_REQUEST)).thenReturn(400);
        when(dialect.status(Fault.Kind.UNAUTHORIZED)).thenReturn(401);
        ask("HEAD", "/images/" + ID, "/images/" + ID, TOKEN, "another");
        ask("HEAD", "/images/" + ID, "/images/" + ID);

        verify(response).setStatus(400);
        verify(response).setStatus(401);
        verify(jersey, never()).doFilter(any(), any());
        assertThat(asked).isEmpty();
    }

    @Test
    void soIsWhateverElseIsRefused() throws IOException, ServletException {
        when(dialect.find(any(), any(), anyString()))
                .thenThrow(new Fault(Fault.Kind.HIDDEN, "not yours"))
                .thenThrow(new Fault(Fault.Kind.UNAVAILABLE, "try again"));
        when(dialect.status(Fault.Kind.HIDDEN)).thenReturn(405);
        when(dialect.status(Fault.Kind.UNAVAILABLE)).thenReturn(503);
        ask("HEAD", "/images/" + ID, "/images/" + ID, TOKEN);
        ask("HEAD", "/images/" + ID, "/images/" + ID, TOKEN);

        verify(response).setStatus(405);
        verify(response).setHeader("Allow", "GET");
        verify(response).setStatus(503);
        verify(response).setHeader("Retry-After", "5");
        verify(jersey, never()).doFilter(any(), any());
    }

    @ParameterizedTest
    @CsvSource({
        "GET,  /images/" + ID + ",       /images/" + ID,
        "HEAD, /images/%37" + "d0a5a3e-3f52-5c8e-9d55-0b6c0c1f2a10, /images/" + ID,
        "HEAD, /images/" + ID + ";a=b,   /images/" + ID,
        "HEAD, /images/" + ID + "/,      /images/" + ID + "/",
        "HEAD, /images/nosuch,           /images/nosuch",
        "HEAD, /images/detail,           /images/detail",
        "HEAD, /images,                  /images",
    })
    void whatIsNotPlainIsJerseysFromItsBeginning(String method, String sent, String decoded)
            throws IOException, ServletException {
        ask(method, sent, decoded, TOKEN);

        verify(jersey).doFilter(request, response);
        assertThat(asked).isEmpty();
    }
}

package org.plankton.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What differs between containers, of which the tests start but one. */
class FaultServletTest {
    @ParameterizedTest
    @CsvSource({"HEAD,", "GET, HEAD", "HEAD, HEAD"})
    void aRefusedHeadHasNeitherBodyNorType(String method, String asked) throws IOException {
        HttpServletRequest request = mock(HttpServletRequest.class);
        when(request.getMethod()).thenReturn(method);
        when(request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE)).thenReturn(404);
        when(request.getAttribute("jakarta.servlet.error.method")).thenReturn(asked);
        HttpServletResponse response = mock(HttpServletResponse.class);

        new FaultServlet().service(request, response);

        verify(response).setStatus(404);
        verify(response, never()).setContentType(any());
        verify(response, never()).getOutputStream();
    }

    /** What the container does not do is the client's to ask differently; what has failed in it is to be mended. */
    @ParameterizedTest
    @CsvSource({"404, CONTAINER", "500, ERROR", "501, CONTAINER", "505, CONTAINER"})
    void a500IsAnError(int status, String kind) throws Exception {
        HttpServletRequest request = mock(HttpServletRequest.class);
        when(request.getMethod()).thenReturn("HEAD");
        when(request.getAttribute(AccessLogFilter.PATH)).thenReturn("/images");
        when(request.getHeaders(any())).thenAnswer(none -> Collections.emptyEnumeration());
        when(request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE)).thenReturn(status);
        List<String> kinds = new ArrayList<>();
        RequestIdFilter filter = new RequestIdFilter(
                (dialect, route, method, told, why, nanos) -> kinds.add(why), "none", Route.UNKNOWN);

        filter.doFilter(
                request,
                mock(HttpServletResponse.class),
                (asked, response) ->
                        new FaultServlet().service((HttpServletRequest) asked, (HttpServletResponse) response));

        assertThat(kinds).containsExactly(kind);
    }
}

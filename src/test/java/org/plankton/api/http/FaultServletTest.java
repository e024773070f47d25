package org.plankton.api.http;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
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
}

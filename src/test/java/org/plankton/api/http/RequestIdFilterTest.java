package org.plankton.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How requests are counted that nothing in the service has an answer for, as it should have. */
class RequestIdFilterTest {
    private static final FilterChain EXCEPTION = (request, response) -> {
        throw new IllegalStateException("thrown");
    };

    private static final FilterChain ERROR = (request, response) -> {
        throw new StackOverflowError("thrown");
    };

    private static final FilterChain CUT_OFF = (request, response) -> {
        throw new IOException("thrown");
    };

    private final HttpServletRequest request = mock(HttpServletRequest.class);
    private final HttpServletResponse response = mock(HttpServletResponse.class);
    private final List<String> ended = new ArrayList<>();
    private final RequestIdFilter filter = new RequestIdFilter(
            (dialect, route, method, status, kind, nanos) ->
                    ended.add(dialect + " " + route + " " + method + " " + status + " " + kind),
            "guide",
            Route.UNKNOWN);

    @BeforeEach
    void ask() {
        when(request.getDispatcherType()).thenReturn(DispatcherType.REQUEST);
        when(request.getMethod()).thenReturn("GET");
        when(request.getAttribute(AccessLogFilter.PATH)).thenReturn("/images");
        when(request.getHeaders(any())).thenAnswer(none -> Collections.emptyEnumeration());
        when(response.getStatus()).thenReturn(200);
    }

    private void runs(FilterChain chain) {
        assertThatThrownBy(() -> filter.doFilter(request, response, chain)).hasMessage("thrown");
    }

    @Test
    void whatIsThrownIsA500ThatTheContainerWillAnswer() {
        runs(EXCEPTION);
        runs(ERROR);
        runs(CUT_OFF);

        assertThat(ended)
                .containsExactly(
                        "guide unknown GET 500 ERROR", "guide unknown GET 500 ERROR", "guide unknown GET 500 CUT_OFF");
    }

    @Test
    void anAnswerThatHasBegunStaysWhatItWas() {
        when(response.isCommitted()).thenReturn(true);

        runs(EXCEPTION);
        runs(CUT_OFF);

        assertThat(ended).containsExactly("guide unknown GET 200 ERROR", "guide unknown GET 200 CUT_OFF");
    }
}

package org.plankton.api.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;

class DescriptionServletTest {
    /** So that what is read, linted and held against conversations is what clients are sent. */
    @Test
    void whatIsServedIsTheFileByteForByte() throws Exception {
        HttpServletRequest request = mock(HttpServletRequest.class);
        HttpServletResponse response = mock(HttpServletResponse.class);
        ServletOutputStream body = mock(ServletOutputStream.class);
        ArgumentCaptor<byte[]> sent = ArgumentCaptor.forClass(byte[].class);
        when(request.getMethod()).thenReturn("GET");
        when(response.getOutputStream()).thenReturn(body);

        new DescriptionServlet().answer(request, response);

        verify(body).write(sent.capture());
        assertThat(new String(sent.getValue(), StandardCharsets.UTF_8))
                .isEqualTo(Files.readString(Path.of("src/main/resources/org/plankton/api/ops/openapi.yaml")));
        verify(response).setContentLength(sent.getValue().length);
    }
}

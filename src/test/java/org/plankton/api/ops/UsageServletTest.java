package org.plankton.api.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.plankton.api.http.Tokens;
import org.plankton.registry.Registry;
import org.plankton.registry.image.Fault;
import org.plankton.registry.request.Quota;
import org.plankton.registry.request.Quotas;
import org.plankton.registry.request.Usage;

/** What is told where something cannot be counted. */
class UsageServletTest {
    private final Registry registry = mock(Registry.class);
    private final HttpServletResponse response = mock(HttpServletResponse.class);
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    private String ask(Map<Quota, Integer> quotas) throws Exception {
        HttpServletRequest request = mock(HttpServletRequest.class);
        when(request.getMethod()).thenReturn("GET");
        when(request.getRequestURI()).thenReturn(UsageServlet.PATH);
        when(response.getOutputStream()).thenReturn(new Body(body));
        when(registry.isAdministrator(any())).thenReturn(true);
        new UsageServlet(registry, mock(Tokens.class), new Quotas(quotas)).service(request, response);
        return body.toString(StandardCharsets.UTF_8);
    }

    private void cannotCount(Quota quota) {
        when(registry.listUsage(any(), eq(quota), anyInt()))
                .thenThrow(new Fault(Fault.Kind.UNAVAILABLE, "there are too many; try again"));
    }

    @Test
    void whatCannotBeCountedKeepsNobodyFromTheOthers() throws Exception {
        cannotCount(Quota.IMAGES);
        when(registry.listUsage(any(), eq(Quota.QUEUED), anyInt()))
                .thenReturn(List.of(new Usage(Quota.QUEUED, "alice", 97)));

        assertThat(ask(Map.of(Quota.IMAGES, 1_000_000, Quota.QUEUED, 100, Quota.UPLOADS, 5)))
                .isEqualTo("{\"usage\":{\"images\":{\"limit\":1000000,\"accounts\":null},"
                        + "\"queued\":{\"limit\":100,\"accounts\":[{\"account\":\"alice\",\"usage\":97}]},"
                        + "\"uploads\":{\"limit\":5,\"accounts\":[]}}}");
    }

    @Test
    void whereNothingCanBeCountedThatIsTheAnswer() throws Exception {
        cannotCount(Quota.IMAGES);
        cannotCount(Quota.QUEUED);

        assertThat(ask(Map.of(Quota.IMAGES, 1_000_000, Quota.QUEUED, 100))).contains("there are too many");
        verify(response).setStatus(503);
    }

    @Test
    void withoutQuotasThereIsNothingToTell() throws Exception {
        assertThat(ask(Map.of())).isEqualTo("{\"usage\":{}}");
    }

    private static final class Body extends ServletOutputStream {
        private final ByteArrayOutputStream bytes;

        Body(ByteArrayOutputStream bytes) {
            this.bytes = bytes;
        }

        @Override
        public void write(int one) throws IOException {
            bytes.write(one);
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new UnsupportedOperationException();
        }
    }
}

package org.plankton.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TakenFilterTest {
    /** What the container is given to send, and in pieces of how many bytes. */
    private static final class Sent extends ServletOutputStream {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final List<Integer> pieces = new ArrayList<>();

        @Override
        public void write(int octet) {
            throw new UnsupportedOperationException("nobody writes bytes one by one");
        }

        @Override
        public void write(byte[] from, int offset, int length) {
            bytes.write(from, offset, length);
            pieces.add(length);
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {}
    }

    /** One that is written at once would have been taken, however slowly, when it is looked at. */
    @Test
    void aLargeAnswerIsLookedAtWhileItIsTaken() throws IOException, ServletException {
        Sent sent = new Sent();
        HttpServletResponse response = mock();
        when(response.getOutputStream()).thenReturn(sent);
        byte[] answer = new byte[200_001];
        new Random(0).nextBytes(answer);

        new TakenFilter(LeastRate.ANY)
                .doFilter(
                        mock(HttpServletRequest.class),
                        response,
                        (asked, answered) -> answered.getOutputStream().write(answer));

        assertThat(sent.pieces).hasSizeGreaterThan(10).allMatch(piece -> piece <= 20_000);
        assertThat(sent.bytes.toByteArray()).isEqualTo(answer);
    }
}

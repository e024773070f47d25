package org.plankton.api.ops;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import org.plankton.api.http.EntityTags;

/** What may be asked of the service, and what it answers, in all dialects: an OpenAPI document, for anybody. */
public final class DescriptionServlet extends ProbeServlet {
    /** Where it is mounted. */
    public static final String PATH = "/openapi.yaml";

    private static final long serialVersionUID = 1L;
    private static final String TYPE = "application/yaml";

    private final transient byte[] document = read();
    private final String tag = tag(document);

    public DescriptionServlet() {
        super(Optional::empty);
    }

    private static byte[] read() {
        try (InputStream document = DescriptionServlet.class.getResourceAsStream("openapi.yaml")) {
            return Objects.requireNonNull(document, "openapi.yaml").readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String tag(byte[] document) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(document);
            return "\"" + HexFormat.of().formatHex(hash) + "\"";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("ETag", tag);
        String had = request.getHeader("If-None-Match");
        if (had != null && EntityTags.matches(had, tag)) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        response.setContentType(TYPE);
        response.setContentLength(document.length);
        response.getOutputStream().write(document);
    }
}

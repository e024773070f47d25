package org.plankton.api.page;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.plankton.api.http.BaseUrl;
import org.plankton.api.http.FaultWriter;
import org.plankton.api.http.Refusal;

/**
 * The web page, {@code /page} and whatever is below: its files by their names, and its document by any other, as each
 * of its views has an address of its own. For anybody: who wants to see more than words signs in.
 */
public final class PageServlet extends HttpServlet {
    /** As which it is mounted. */
    public static final String NAME = "page";

    public static final String PATH = "/page";

    private static final long serialVersionUID = 1L;
    private static final String LOGO = "logo";
    private static final List<String> METHODS = List.of("GET", "HEAD");

    /** Nothing is loaded from elsewhere, run that is not a file of the page, or made of text. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none';"
            + " require-trusted-types-for 'script'";

    private final transient BaseUrl base;
    private final transient Optional<PageFile> logo;
    private transient PageFiles files;

    /** @param logo a picture that is shown beside the site's name */
    public PageServlet(BaseUrl base, Optional<Logo> logo) {
        this.base = base;
        this.logo = logo.map(picture -> PageFile.of(picture.name(), picture.bytes()));
    }

    /** @param name tells by its end what it is */
    public record Logo(String name, byte[] bytes) {}

    @Override
    public void init() {
        files = new PageFiles(getServletContext());
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!METHODS.contains(request.getMethod())) {
            FaultWriter.write(Refusal.methodNotAllowed(request.getMethod(), METHODS), true, response);
            return;
        }
        String name = Optional.ofNullable(request.getPathInfo()).orElse("/").substring(1);
        response.setHeader("Content-Security-Policy", POLICY);
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        response.setHeader("Vary", "Accept, Accept-Encoding");
        Optional<PageFile> file = name.equals(LOGO) ? logo : files.find(name);
        if (file.isPresent()) {
            boolean isForEver = files.isForEver(name);
            response.setHeader("Cache-Control", isForEver ? "public, max-age=31536000, immutable" : "no-cache");
            send(file.get(), request, response);
        } else if (name.contains(".") || name.equals(LOGO)) { // no view is called so
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        } else {
            sendDocument(request, response);
        }
    }

    private void sendDocument(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Cache-Control", "no-cache");
        send(files.document(base.path(request)), request, response);
    }

    private static void send(PageFile file, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        boolean takesZipped = Optional.ofNullable(request.getHeader("Accept-Encoding"))
                .filter(accepted -> accepted.contains("gzip"))
                .isPresent();
        byte[] bytes = takesZipped && file.zipped() != null ? file.zipped() : file.bytes();
        if (bytes != file.bytes()) {
            response.setHeader("Content-Encoding", "gzip");
        }
        response.setContentType(file.type());
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}

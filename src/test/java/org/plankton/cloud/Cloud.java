package org.plankton.cloud;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The development cloud: stand-ins for Astakos and Pithos, for tests and for developers, below {@code /cloud} of any web
 * application.
 *
 * <p>{@code DELETE /cloud/}, without a token, empties it; neither original has anything like it.
 */
public final class Cloud {
    static final String PATH = "/cloud";

    private final AstakosServlet astakos;
    private final PithosServlet pithos;

    /**
     * @param folder where files are kept; need not exist
     * @param imageUrl the image service in Astakos' catalogue; empty: {@code /v1.0} of the server that is asked
     */
    public Cloud(Path folder, Optional<String> imageUrl) throws IOException {
        this.astakos = new AstakosServlet(imageUrl);
        this.pithos = new PithosServlet(folder);
    }

    public AstakosServlet astakos() {
        return astakos;
    }

    public PithosServlet pithos() {
        return pithos;
    }

    /** Adds the cloud to a web application that is just being started. */
    public void addTo(ServletContext context) {
        context.addServlet("astakos", astakos).addMapping(PATH + "/identity/*", PATH + "/account/*");
        context.addServlet("pithos", pithos).addMapping(PATH + "/object-store/*");
        context.addServlet("cloud", new ResetServlet()).addMapping(PATH + "/*");
    }

    @SuppressWarnings("serial") // no servlet here is ever serialised
    private final class ResetServlet extends HttpServlet {
        @Override
        protected void doDelete(HttpServletRequest request, HttpServletResponse response) throws IOException {
            if (request.getRequestURI().equals(request.getContextPath() + PATH + "/")) {
                pithos.reset();
                response.setStatus(HttpServletResponse.SC_NO_CONTENT);
            } else {
                response.setStatus(HttpServletResponse.SC_NOT_FOUND);
            }
        }
    }
}

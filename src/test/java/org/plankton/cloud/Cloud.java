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
 * <p>Neither original has anything like these, which need no token:
 * <ul>
 *   <li>{@code PUT /cloud/trouble/pithos?status=500}: from now on Pithos answers everything with 500 and carries out nothing;
 *       with {@code &method=POST}, only such requests. Astakos likewise
 *   <li>{@code DELETE /cloud/trouble}: ends all trouble
 *   <li>{@code DELETE /cloud/}: that, and empties the cloud
 * </ul>
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
        context.addServlet("cloud", new ControlServlet()).addMapping(PATH + "/*");
    }

    private void heal() {
        astakos.heal();
        pithos.heal();
    }

    @SuppressWarnings("serial") // no servlet here is ever serialised
    private final class ControlServlet extends HttpServlet {
        @Override
        protected void doPut(HttpServletRequest request, HttpServletResponse response) {
            CloudServlet service = switch (CloudServlet.path(request)) {
                case "/trouble/astakos" -> astakos;
                case "/trouble/pithos" -> pithos;
                default -> null;
            };
            String status = request.getParameter("status");
            String method = request.getParameter("method");
            if (service == null || status == null || !status.matches("[1-5]\\d\\d")) {
                response.setStatus(HttpServletResponse.SC_NOT_FOUND);
                return;
            }
            if (method == null) {
                service.answer(Integer.parseInt(status));
            } else {
                service.answer(method, Integer.parseInt(status));
            }
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        }

        @Override
        protected void doDelete(HttpServletRequest request, HttpServletResponse response) throws IOException {
            switch (CloudServlet.path(request)) {
                case "/trouble" -> heal();
                case "/" -> {
                    heal();
                    pithos.reset();
                }
                default -> {
                    response.setStatus(HttpServletResponse.SC_NOT_FOUND);
                    return;
                }
            }
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        }
    }
}

package org.plankton.cloud;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The development cloud: stand-ins for Astakos, Keystone, Pithos and Swift, for tests and for developers, below
 * {@code /cloud} of any web application.
 *
 * <p>No original has anything like these, which need no token:
 * <ul>
 *   <li>{@code PUT /cloud/trouble/pithos?status=500}: from now on Pithos answers everything with 500 and carries out
 *       nothing; with {@code &method=POST}, only such requests. Astakos, Keystone and Swift likewise
 *   <li>{@code DELETE /cloud/trouble}: ends all trouble
 *   <li>{@code DELETE /cloud/}: that, and empties the cloud
 * </ul>
 */
public final class Cloud {
    static final String PATH = "/cloud";

    private final AstakosServlet astakos;
    private final KeystoneServlet keystone;
    private final PithosServlet pithos;
    private final SwiftServlet swift;

    /**
     * @param folder where files are kept; need not exist
     * @param imageUrl the image service in Astakos' catalogue, and without its version in Keystone's; empty:
     *     {@code /v1.0} of the server that is asked
     */
    public Cloud(Path folder, Optional<String> imageUrl) throws IOException {
        this.astakos = new AstakosServlet(imageUrl);
        this.keystone = new KeystoneServlet(imageUrl);
        this.pithos = new PithosServlet(folder);
        this.swift = new SwiftServlet(folder.resolve("swift"));
    }

    public AstakosServlet astakos() {
        return astakos;
    }

    public KeystoneServlet keystone() {
        return keystone;
    }

    public PithosServlet pithos() {
        return pithos;
    }

    public SwiftServlet swift() {
        return swift;
    }

    /** Adds the cloud to a web application that is just being started. */
    public void addTo(ServletContext context) {
        context.addServlet("astakos", astakos).addMapping(PATH + "/identity/*", PATH + "/account/*");
        context.addServlet("keystone", keystone).addMapping(PATH + KeystoneServlet.MOUNT + "/*");
        context.addServlet("pithos", pithos).addMapping(PATH + "/object-store/*");
        context.addServlet("swift", swift).addMapping(PATH + "/swift/*");
        context.addServlet("cloud", new ControlServlet()).addMapping(PATH + "/*");
    }

    /** Ends all trouble. */
    public void heal() {
        astakos.heal();
        keystone.heal();
        pithos.heal();
        swift.heal();
    }

    @SuppressWarnings("serial") // no servlet here is ever serialised
    private final class ControlServlet extends HttpServlet {
        @Override
        protected void doPut(HttpServletRequest request, HttpServletResponse response) {
            CloudServlet service = switch (CloudServlet.path(request)) {
                case "/trouble/astakos" -> astakos;
                case "/trouble/keystone" -> keystone;
                case "/trouble/pithos" -> pithos;
                case "/trouble/swift" -> swift;
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
                    swift.reset();
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

package org.plankton.api.catalogue;

import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.plankton.api.jersey.Responses;
import org.plankton.api.jersey.WithoutToken;
import org.plankton.api.words.JsonReader;
import org.plankton.api.words.RecordJson;
import org.plankton.registry.image.Fault;

/** {@code /catalogue/v1/sign-in}: a token for a password, from the identity service. Nothing of it is kept. */
@Path("sign-in")
public final class SignInResource {
    private static final String FORM = "the body must be JSON of the form {\"user\": …, \"password\": …,"
            + " \"domain\": …, \"project\": …}, of which the last two may be left out";
    private static final String USUAL_DOMAIN = "Default";

    private final SignIn signIn;

    /** Is written nowhere. */
    private record Credentials(
            String user,
            String password,
            @Unsaid String domain,
            @Unsaid String project) {
        @Override
        public String toString() {
            return "credentials";
        }
    }

    private record TokenJson(String token, String expires, String name) {}

    @Inject
    public SignInResource(CatalogueFacts facts) {
        this.signIn = facts.signIn();
    }

    @POST
    @WithoutToken
    public Response signIn(InputStream body, @Context UriInfo uri) throws IOException {
        if (!signIn.isOffered()) {
            throw new Fault(
                    Fault.Kind.NOT_FOUND,
                    "nobody signs in with a password here: get a token from the identity service");
        }
        PageQuery.requireNone(uri.getRequestUri().getRawQuery());
        Credentials sent = read(body);
        SignIn.Token token = signIn.signIn(
                        sent.user,
                        sent.password,
                        sent.domain == null ? USUAL_DOMAIN : sent.domain,
                        Optional.ofNullable(sent.project).filter(project -> !project.isEmpty()))
                .orElseThrow(() -> new Fault(Fault.Kind.UNAUTHORIZED, "the identity service refuses the password"));
        return Responses.json(
                        RecordJson.of(new TokenJson(token.value(), ImageEntry.time(token.expires()), token.name())))
                .build();
    }

    /** A fault has no cause here, as that may quote the password, and is logged. */
    private static Credentials read(InputStream body) throws IOException {
        try {
            return JsonReader.read(body, Credentials.class, path -> FORM).orElseThrow(() -> Fault.badRequest(FORM));
        } catch (Fault fault) {
            throw new Fault(fault.kind(), fault.getMessage());
        }
    }
}
